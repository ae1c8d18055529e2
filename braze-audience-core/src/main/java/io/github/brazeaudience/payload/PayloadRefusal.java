package io.github.brazeaudience.payload;

import io.github.brazeaudience.outcome.Reason;
import java.util.Objects;

/** Why an update cannot be written. Immutable. */
public final class PayloadRefusal implements PayloadResult {
  private final Reason reason;
  private final String message;

  private PayloadRefusal(Reason reason, String message) {
    this.reason = Objects.requireNonNull(reason, "reason");
    this.message = Objects.requireNonNull(message, "message");
  }

  static PayloadRefusal of(Reason reason, String message) {
    return new PayloadRefusal(reason, message);
  }

  /**
   * The rule that the update breaks.
   *
   * @return the first of the broken rules, in the order of {@link Reason}
   */
  public Reason reason() {
    return reason;
  }

  /**
   * What is wrong and what to do about it.
   *
   * @return a message without identities and values
   */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return "PayloadRefusal[%s: %s]".formatted(reason, message);
  }
}
