package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.cli.input.Arrivals;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each update that was not accepted, in the order of the inputs. A file that
 * cannot be written any more is given up, and the forwarding goes on.
 */
public final class OutcomeWriter implements AutoCloseable {
  private final boolean withUnchanged;
  private final Origins origins = new Origins();
  private final OutcomeLine line = new OutcomeLine();
  private final OutputStream out;
  private final OrderedLines lines;
  private @Nullable IOException failure;

  /**
   * Begins the file.
   *
   * @param withUnchanged whether updates that needed no writing get a line too
   */
  public OutcomeWriter(OutputStream out, boolean withUnchanged) {
    this.withUnchanged = withUnchanged;
    this.out = new BufferedOutputStream(out);
    this.lines = new OrderedLines(this.out);
  }

  /** Is to be told of each update that arrives. */
  public Arrivals arrivals() {
    return origins;
  }

  /** Takes an outcome, in any order. */
  public void write(UserOutcome outcome) {
    Origins.Origin origin = origins.finished(outcome.index());
    if (failure != null) {
      return;
    }
    try {
      boolean wanted =
          outcome instanceof Unchanged ? withUnchanged : !(outcome instanceof Accepted);
      if (wanted) {
        lines.add(outcome.index(), line.encode(outcome, origin));
      }
      lines.writeBelow(origins.lowestOutstanding());
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Why the file is not complete, if it is not. */
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Writes what still waits, and ends the file. */
  @Override
  public void close() {
    try (out;
        lines) {
      if (failure == null) {
        lines.writeBelow(Long.MAX_VALUE);
        out.flush();
      }
    } catch (IOException e) {
      failure = failure != null ? failure : e;
    }
  }
}
