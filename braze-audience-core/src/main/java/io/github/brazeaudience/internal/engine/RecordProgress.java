package io.github.brazeaudience.internal.engine;

import org.jspecify.annotations.Nullable;

/**
 * Progress of one write in the membership store: the wait for the record of its user, the read-back
 * of the profile if the record is not enough, the mark before its first request, and the settlement
 * after its outcome.
 */
public final class RecordProgress {
  private long waitEndNanos;
  private boolean readBack;
  private @Nullable String readBackDefect;
  private boolean marked;
  private boolean settled;

  RecordProgress() {}

  /** {@return when the wait for the store ends} */
  public long waitEndNanos() {
    return waitEndNanos;
  }

  public void waitUntil(long nanos) {
    waitEndNanos = nanos;
  }

  void readBack(@Nullable String defect) {
    readBack = true;
    readBackDefect = defect;
  }

  boolean isReadBack() {
    return readBack;
  }

  /** {@return why the profile does not show all audiences, or null if it does} */
  @Nullable String readBackDefect() {
    return readBackDefect;
  }

  /** Returns true if the record is marked as pending, or is being marked. */
  public boolean isMarked() {
    return marked;
  }

  public void mark() {
    marked = true;
  }

  public void unmark() {
    marked = false;
  }

  /** Returns true if the store executor has the settlement. */
  public boolean isSettled() {
    return settled;
  }

  public void settled() {
    settled = true;
  }
}
