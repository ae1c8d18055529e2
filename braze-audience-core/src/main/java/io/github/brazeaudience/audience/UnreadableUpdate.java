package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * An input that could not be read as an update, such as a malformed line of a file. A reader
 * returns it in place of the update, so the input keeps its index and gets its outcome, {@code
 * Rejected}. Immutable.
 */
public final class UnreadableUpdate implements AudienceUpdate {
  /** The kind of defect. */
  public enum Defect {
    /** The input is not in the expected format: {@code Rejected(MALFORMED_INPUT)}. */
    MALFORMED_INPUT,
    /** The format is right, but its audiences are invalid: {@code Rejected(INVALID_AUDIENCE)}. */
    INVALID_AUDIENCE
  }

  private final Defect defect;
  private final String message;

  private UnreadableUpdate(Defect defect, String message) {
    this.defect = Objects.requireNonNull(defect, "defect");
    this.message = Objects.requireNonNull(message, "message");
  }

  /**
   * Returns an update for an input that is not in the expected format.
   *
   * @param message the defect and the fix, without any value from the input
   */
  public static UnreadableUpdate malformed(String message) {
    return new UnreadableUpdate(Defect.MALFORMED_INPUT, message);
  }

  /**
   * Returns an update for an input whose audiences are invalid.
   *
   * @param message the defect and the fix, without any value from the input except audience ids
   */
  public static UnreadableUpdate invalidAudience(String message) {
    return new UnreadableUpdate(Defect.INVALID_AUDIENCE, message);
  }

  /** {@return the kind of defect} */
  public Defect defect() {
    return defect;
  }

  /** {@return the defect and the fix} */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return "UnreadableUpdate[%s: %s]".formatted(defect, message);
  }
}
