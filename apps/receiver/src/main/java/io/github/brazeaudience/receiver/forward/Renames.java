package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.receiver.database.RenameTable;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Renames audiences on all profiles, one after the other. Each renaming waits until all earlier
 * updates are final, because an earlier update would bring the old name back. Used by one thread.
 */
public final class Renames {
  private final RenameTable table;
  private final JdbcOutbox outbox;
  private final AudienceForwarder forwarder;
  private final RedeliveryPolicy policy;
  private final InstantSource clock;
  private final Consumer<String> notices;
  private final RandomGenerator random = RandomGenerator.getDefault();
  private int failures;
  private Instant notBefore = Instant.EPOCH;
  private @Nullable String reported;

  /**
   * Creates a renamer.
   *
   * @param policy the wait after a renaming that is incomplete
   * @param notices called with each line of the log
   */
  public Renames(
      RenameTable table,
      JdbcOutbox outbox,
      AudienceForwarder forwarder,
      RedeliveryPolicy policy,
      InstantSource clock,
      Consumer<String> notices) {
    this.table = table;
    this.outbox = outbox;
    this.forwarder = forwarder;
    this.policy = policy;
    this.clock = clock;
    this.notices = notices;
  }

  /** The first rejected outcome and the first one to retry. */
  private static final class Ends {
    private @Nullable UserOutcome rejected;
    private @Nullable UserOutcome open;

    void handle(UserOutcome outcome) {
      boolean goesAgain = outcome instanceof NotSent || outcome instanceof Unconfirmed;
      if (open == null && goesAgain) {
        open = outcome;
      } else if (rejected == null && outcome instanceof Rejected) {
        rejected = outcome;
      }
    }
  }

  /** Does the renamings that are due. Called regularly. */
  public void proceed() {
    boolean more = true;
    while (more && !clock.instant().isBefore(notBefore)) {
      Optional<RenameTable.Row> next = table.first();
      more = next.isPresent() && isDue(next.get()) && table.lease(next.get()) && rename(next.get());
    }
  }

  /**
   * The age was read before the outbox, so an update that is as old may only delay the renaming.
   */
  private boolean isDue(RenameTable.Row row) {
    return outbox.status().oldestAge().filter(age -> age.compareTo(row.age()) >= 0).isEmpty();
  }

  /** Returns true if the renaming is final. */
  private boolean rename(RenameTable.Row row) {
    Ends ends = new Ends();
    try {
      ForwardSummary summary = forwarder.rename(row.audience(), ends::handle);
      if (ends.open != null) {
        later(row, ends.open.message(), policy.backoff(++failures, random));
      } else if (summary.truncated()) {
        later(row, "it was interrupted", policy.maxBackoff());
      } else {
        log(row, summary, ends.rejected);
        failures = 0;
        reported = null;
        table.remove(row);
        return true;
      }
    } catch (RuntimeException e) {
      // A failure of the store or the machine may be temporary.
      later(row, String.valueOf(e.getMessage()), policy.maxBackoff());
    }
    return false;
  }

  private void log(RenameTable.Row row, ForwardSummary summary, @Nullable UserOutcome rejected) {
    if (summary.accepted() > 0) {
      notices.accept(
          String.format(Locale.ROOT, "%s: written to %d profiles", text(row), summary.accepted()));
    }
    if (rejected != null) {
      notices.accept(
          String.format(
              Locale.ROOT,
              "%s: %d updates rejected (%s), first: %s",
              text(row),
              summary.rejected(),
              rejected.reason().orElseThrow(),
              rejected.message()));
    }
  }

  /** Logs why a renaming is retried, once per reason. */
  private void later(RenameTable.Row row, String why, Duration wait) {
    notBefore = clock.instant().plus(wait);
    String notice =
        String.format(Locale.ROOT, "%s is incomplete and is continued later: %s", text(row), why);
    if (!notice.equals(reported)) {
      reported = notice;
      notices.accept(notice);
    }
    table.release(row);
  }

  private static String text(RenameTable.Row row) {
    return "the new name of audience " + row.audience().id();
  }
}
