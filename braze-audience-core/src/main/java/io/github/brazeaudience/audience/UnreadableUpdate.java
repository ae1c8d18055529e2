package io.github.brazeaudience.audience;

import java.util.Objects;

/**
 * An input that could not be read as an update, such as a malformed line of a file. A reader hands
 * it on so that it keeps its place among the inputs and gets its outcome, {@code Rejected}.
 * Immutable.
 */
public final class UnreadableUpdate implements AudienceUpdate {
  /** What is wrong with the input. */
  public enum Defect {
    /** It is not of the expected form at all: {@code Rejected(MALFORMED_INPUT)}. */
    MALFORMED_INPUT,
    /**
     * Its form is right, but what it says of audiences makes no sense: {@code
     * Rejected(INVALID_AUDIENCE)}.
     */
    INVALID_AUDIENCE
  }

  private final Defect defect;
  private final String message;

  private UnreadableUpdate(Defect defect, String message) {
    this.defect = Objects.requireNonNull(defect, "defect");
    this.message = Objects.requireNonNull(message, "message");
  }

  /**
   * An input that is not of the expected form.
   *
   * @param message what is wrong and what to write instead, without any value of the input
   * @return the update
   */
  public static UnreadableUpdate malformed(String message) {
    return new UnreadableUpdate(Defect.MALFORMED_INPUT, message);
  }

  /**
   * An input whose audiences make no sense.
   *
   * @param message what is wrong and what to write instead, without any value of the input but
   *     audience ids
   * @return the update
   */
  public static UnreadableUpdate invalidAudience(String message) {
    return new UnreadableUpdate(Defect.INVALID_AUDIENCE, message);
  }

  /**
   * What is wrong with the input.
   *
   * @return the defect
   */
  public Defect defect() {
    return defect;
  }

  /**
   * What is wrong and what to do instead.
   *
   * @return the message
   */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return "UnreadableUpdate[%s: %s]".formatted(defect, message);
  }
}
