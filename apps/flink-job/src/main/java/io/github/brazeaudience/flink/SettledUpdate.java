package io.github.brazeaudience.flink;

/**
 * Update that was accepted, or that would have changed nothing.
 *
 * @param user the key of its user
 * @param status how it ended
 */
public record SettledUpdate(String user, Status status) {
  /** How an update ends that was not rejected. */
  public enum Status {
    /** Braze has taken it. */
    ACCEPTED,
    /** Braze had all of it already. */
    UNCHANGED
  }

  /** The status only. */
  @Override
  public String toString() {
    return "SettledUpdate[" + status + "]";
  }
}
