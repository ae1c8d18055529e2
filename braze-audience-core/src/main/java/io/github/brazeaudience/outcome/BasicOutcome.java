package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Base class of the outcomes. */
abstract sealed class BasicOutcome permits Accepted, Unchanged, Rejected, Unconfirmed, NotSent {
  private final long index;
  private final AudienceUpdate update;
  private final int attempts;
  private final @Nullable Reason reason;
  private final String message;

  BasicOutcome(long index, AudienceUpdate update, int attempts, String message) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
    this.reason = null;
    this.message = MessageText.of(message);
  }

  BasicOutcome(long index, AudienceUpdate update, int attempts, Reason reason, String message) {
    this.index = index;
    this.update = Objects.requireNonNull(update, "update");
    this.attempts = attempts;
    this.reason = Objects.requireNonNull(reason, "reason");
    this.message = MessageText.of(message);
  }

  public final long index() {
    return index;
  }

  public final AudienceUpdate update() {
    return update;
  }

  public final int attempts() {
    return attempts;
  }

  public final Optional<Reason> reason() {
    return Optional.ofNullable(reason);
  }

  public final String message() {
    return message;
  }

  @Override
  public final String toString() {
    String why = reason == null ? "" : ", " + reason + ": " + message;
    return "%s[index=%s, attempts=%s%s]"
        .formatted(getClass().getSimpleName(), index, attempts, why);
  }
}
