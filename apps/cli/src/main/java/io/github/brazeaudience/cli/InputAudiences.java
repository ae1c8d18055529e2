package io.github.brazeaudience.cli;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.cli.input.InputFiles;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.options.UsageException;
import io.github.brazeaudience.preflight.PreflightReport;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Audiences that input files name, each once. At most one more than a preflight checks are kept, so
 * memory is bounded.
 */
final class InputAudiences {
  private static final int MAX = PreflightReport.MAX_SEGMENTS + 1;

  private final @Nullable InputReader reader;
  private final CommandContext context;
  private final Set<Audience> audiences = new LinkedHashSet<>();
  private long unreadable;
  private boolean complete = true;

  private InputAudiences(@Nullable InputReader reader, CommandContext context) {
    this.reader = reader;
    this.context = context;
  }

  /**
   * Finds the named inputs. Without a name, standard input is not read.
   *
   * @throws UsageException if an input is unusable
   */
  static InputAudiences of(InputOptions options, BrazeAudienceConfig config, CommandContext context)
      throws UsageException {
    if (options.files.isEmpty()) {
      return new InputAudiences(null, context);
    }
    try {
      InputReader reader = new InputReaderFactory(options, context).create(config, null, false);
      return new InputAudiences(reader, context);
    } catch (IllegalArgumentException e) {
      throw UsageException.because(e);
    }
  }

  /** {@return the audiences in the order of the inputs} */
  Set<Audience> audiences() {
    return audiences;
  }

  /** Returns false if a file could not be read to its end. */
  boolean complete() {
    return complete;
  }

  /** Reads the inputs. */
  void read() {
    if (reader == null) {
      return;
    }
    try (InputFiles files =
        new InputFiles(
            reader.inputs(),
            reader.format(),
            (input, line, unknown, place) -> {},
            context.cancellation())) {
      context.cancellation().interruptibly(() -> read(files));
      files.failures().forEach(context::message);
      complete = files.failures().isEmpty();
    }
    if (unreadable > 0) {
      context.message(
          String.format(
              Locale.ROOT,
              "malformed updates: %,d; forward --dry-run --outcomes lists them",
              unreadable));
    }
  }

  private boolean read(InputFiles files) {
    while (audiences.size() < MAX && files.hasNext()) {
      add(files.next());
    }
    return true;
  }

  private void add(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      add(snapshot.memberOf());
      add(snapshot.left());
    } else if (update instanceof MembershipChange change) {
      add(change.entered());
      add(change.left());
    } else if (update instanceof UnreadableUpdate) {
      unreadable++;
    }
  }

  private void add(List<Audience> more) {
    more.stream().limit(MAX - audiences.size()).forEach(audiences::add);
  }
}
