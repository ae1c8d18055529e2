package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the updates of one user come to: those that are written, in one object, and the outcomes of
 * those that are not. Immutable.
 */
final class WriteContent {
  private final List<UserOutcome> unsent;
  private final List<PendingUpdate> written;
  private final @Nullable UserAttributes attributes;

  private WriteContent(
      List<UserOutcome> unsent, List<PendingUpdate> written, @Nullable UserAttributes attributes) {
    this.unsent = unsent;
    this.written = written;
    this.attributes = attributes;
  }

  /**
   * Checks what some updates come to.
   *
   * @param unsent outcomes of updates that took no part
   * @param merged the updates that did
   * @param attributes what they come to, null if none did
   */
  static WriteContent of(
      PayloadBuilder payload,
      PayloadEncoder encoder,
      List<UserOutcome> unsent,
      List<PendingUpdate> merged,
      @Nullable UserAttributes attributes) {
    if (attributes == null) {
      return new WriteContent(unsent, List.of(), null);
    }
    if (attributes.isEmpty()) {
      List<UserOutcome> outcomes = new ArrayList<>(unsent);
      merged.forEach(pending -> outcomes.add(Unchanged.of(pending.index(), pending.update(), 0)));
      return new WriteContent(outcomes, List.of(), null);
    }
    PayloadResult checked = payload.check(attributes);
    PayloadRefusal refusal = checked instanceof PayloadRefusal broken ? broken : null;
    refusal = refusal != null ? refusal : payload.checkSize(attributes, encoder);
    if (refusal == null) {
      return new WriteContent(unsent, merged, attributes);
    }
    List<UserOutcome> outcomes = new ArrayList<>(unsent);
    for (PendingUpdate pending : merged) {
      outcomes.add(rejected(pending, refusal.reason(), refusal.message()));
    }
    return new WriteContent(outcomes, List.of(), null);
  }

  /** Sends nothing, because what the store has of the user cannot be read. */
  static WriteContent unreadable(List<PendingUpdate> updates, String damage) {
    String message =
        ("the membership store failed to read its record of this user (%s); forget the user"
                + " (AudienceForwarder.forget, --forget on the command line), then forward a snapshot")
            .formatted(damage);
    List<UserOutcome> outcomes = new ArrayList<>(updates.size());
    for (PendingUpdate pending : updates) {
      outcomes.add(
          NotSent.of(
              pending.index(), pending.update(), 0, Reason.STORE_UNAVAILABLE, message, null));
    }
    return new WriteContent(outcomes, List.of(), null);
  }

  static Rejected rejected(PendingUpdate pending, Reason reason, String message) {
    return Rejected.of(pending.index(), pending.update(), 0, reason, message);
  }

  /** The outcomes of updates that are not sent. */
  List<UserOutcome> unsent() {
    return unsent;
  }

  /** The updates that are merged into the object. */
  List<PendingUpdate> written() {
    return written;
  }

  /** What is written, null if nothing is. */
  @Nullable UserAttributes attributes() {
    return attributes;
  }
}
