package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Writes a line for each update that was not accepted, in the order of the inputs. If the file can
 * no longer be written, forwarding continues without it.
 */
public final class OutcomeWriter implements AutoCloseable {
  private final boolean withUnchanged;
  private final long firstIndex;
  private final OutcomeLine line = new OutcomeLine();
  private final OutputStream out;
  private final OrderedLines lines;
  private @Nullable IOException failure;

  /**
   * Starts the file.
   *
   * @param withUnchanged true to write a line for unchanged updates too
   * @param firstIndex the number of updates that earlier runs read
   */
  public OutcomeWriter(OutputStream out, boolean withUnchanged, long firstIndex) {
    this.withUnchanged = withUnchanged;
    this.firstIndex = firstIndex;
    this.out = new BufferedOutputStream(out);
    this.lines = new OrderedLines(this.out);
  }

  /**
   * Adds an outcome, in any order.
   *
   * @param origin the position of the update, or null if it is not from a file
   * @param limit all updates below this index have their outcomes
   */
  public void write(UserOutcome outcome, InputPositions.@Nullable Origin origin, long limit) {
    if (failure != null) {
      return;
    }
    try {
      boolean wanted =
          outcome instanceof Unchanged ? withUnchanged : !(outcome instanceof Accepted);
      if (wanted) {
        long index = firstIndex + outcome.index();
        lines.add(outcome.index(), line.encode(index, outcome, origin));
      }
      lines.writeBelow(limit);
    } catch (IOException e) {
      failure = e;
    }
  }

  /**
   * Writes the lines below the last limit to the system, which keeps them if this process is
   * killed.
   */
  public void pause() {
    if (failure != null) {
      return;
    }
    try {
      out.flush();
    } catch (IOException e) {
      failure = e;
    }
  }

  /** Forces the lines below the last limit to the disk. */
  public void flush() throws IOException {
    if (failure != null) {
      throw failure;
    }
    out.flush();
  }

  /** The failure of the file, if there was one. */
  public Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Writes the remaining lines and closes the file. */
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
