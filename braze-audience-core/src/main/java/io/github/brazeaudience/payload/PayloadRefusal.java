package io.github.brazeaudience.payload;

import io.github.brazeaudience.outcome.Reason;
import java.util.Objects;

/** Reason why an update cannot be written. Immutable. */
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

  static PayloadRefusal malformed() {
    return of(
        Reason.MALFORMED_INPUT,
        "an identity, token or name contains an unpaired surrogate; check how it was decoded");
  }

  /** {@return the first broken rule, in the order of {@link Reason}} */
  public Reason reason() {
    return reason;
  }

  /** {@return the defect and the fix, without identities and values} */
  public String message() {
    return message;
  }

  @Override
  public String toString() {
    return "PayloadRefusal[%s: %s]".formatted(reason, message);
  }
}
