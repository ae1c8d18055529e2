package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ErrorRedactor;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Write of one user: the merged updates, the results of its attempts, and its outcomes. */
public final class UserWrite {
  /** The stage that a write is in. */
  public enum State {
    /** Waits for the lookup of its user's device. */
    IDENTIFYING,
    /** Waits while its user has another write or cools down. */
    SEQUENCED,
    /** Waits for its content. */
    RESOLVING,
    /** Waits for a batch. */
    READY,
    /** In a batch that waits or is in flight. */
    BATCHED,
    /** Has its outcomes. */
    DONE;

    private boolean precedes(State next) {
      return switch (this) {
        case IDENTIFYING -> next == BATCHED || next == SEQUENCED || next == DONE;
        case SEQUENCED -> next == RESOLVING || next == DONE;
        case RESOLVING -> next == READY || next == BATCHED || next == DONE;
        case READY -> next == BATCHED || next == DONE;
        case BATCHED -> next == RESOLVING || next == IDENTIFYING || next == DONE;
        case DONE -> false;
      };
    }
  }

  /** Result of an attempt that did not decide the outcome. */
  record FailedAttempt(Reason reason, String message, @Nullable Instant retryAt) {}

  private List<PendingUpdate> updates;
  private State state;
  private @Nullable WriteContent content;
  private @Nullable UserAttributes attributes;
  private boolean readBack;
  private @Nullable String readBackDefect;
  private boolean marked;
  private boolean settled;
  private boolean withoutPushTokens;
  private int attempts;
  private boolean inFlight;
  private @Nullable FailedAttempt lastFailure;
  private @Nullable FailedAttempt lastPossibleArrival;
  private @Nullable List<UserOutcome> outcomes;
  private boolean reported;
  private @Nullable Call call;
  private long storeWaitEndNanos;

  /** Set by {@link PerUserSequencer}: the epoch in which this write holds its user, or 0. */
  int heldInEpoch;

  /** Set by {@link DeviceLookup}: the number of devices that were looked up without success. */
  int devicesTried;

  /** Set by {@link DeviceLookup}: true if a device belongs to several profiles. */
  boolean ambiguousDevice;

  /** Set by {@link DeviceLookup}: counts the writes that it accepted before. */
  long lookupOrder;

  /** The neighbors in {@link OpenWrites}. */
  @Nullable UserWrite previousOpen;

  @Nullable UserWrite nextOpen;

  private UserWrite(List<PendingUpdate> updates) {
    this.updates = List.copyOf(updates);
    this.state = isIdentified() ? State.SEQUENCED : State.IDENTIFYING;
  }

  /** Creates a write whose content does not depend on a membership store. */
  static UserWrite resolved(List<PendingUpdate> updates, WriteContent content) {
    UserWrite write = new UserWrite(updates);
    write.resolve(content);
    return write;
  }

  /** Creates a write whose content depends on the membership store. */
  static UserWrite unresolved(List<PendingUpdate> updates) {
    return new UserWrite(updates);
  }

  State state() {
    return state;
  }

  /**
   * Moves to the next stage.
   *
   * @throws IllegalStateException if that stage cannot follow the current one
   */
  public void moveTo(State next) {
    if (!state.precedes(next)) {
      throw new IllegalStateException("a write cannot move from " + state + " to " + next);
    }
    state = next;
  }

  /** Returns false if the profile of the user's devices has to be looked up first. */
  public boolean isIdentified() {
    return user().kind() != IdentifierKind.DEVICE;
  }

  /**
   * Replaces the device ids by the identifier that was found, and discards earlier failures.
   *
   * @param found the same updates with the identifier
   * @param newContent null if it depends on the membership store
   */
  void identify(List<PendingUpdate> found, @Nullable WriteContent newContent) {
    moveTo(State.SEQUENCED);
    updates = List.copyOf(found);
    content = newContent;
    attributes = newContent == null ? null : newContent.attributes();
    lastFailure = null;
  }

  public void resolve(WriteContent resolved) {
    content = resolved;
    attributes = resolved.attributes();
  }

  public boolean isResolved() {
    return content != null;
  }

  /** Returns true if the content is known and nothing has to be sent. */
  public boolean isEmpty() {
    return content != null && content.toSend().isEmpty();
  }

  public List<UserOutcome> unsent() {
    return content == null ? List.of() : content.unsent();
  }

  List<PendingUpdate> toSend() {
    return content == null ? updates : content.toSend();
  }

  /**
   * Records that the profile was read back, and discards earlier failures.
   *
   * @param defect why the profile does not show all audiences, or null if it does
   */
  public void readBack(@Nullable String defect) {
    readBack = true;
    readBackDefect = defect;
    lastFailure = null;
  }

  boolean isReadBack() {
    return readBack;
  }

  @Nullable String readBackDefect() {
    return readBackDefect;
  }

  private @Nullable MembershipDecision decision() {
    return content == null ? null : content.decision();
  }

  /** Returns true if the record has to be marked before this write is sent. */
  public boolean needsMark() {
    return decision() != null && !marked && !isDone();
  }

  /** {@return the change that marks the record as pending} */
  public RecordChange mark() {
    marked = true;
    return Objects.requireNonNull(decision(), "needsMark").markPending();
  }

  public void unmark() {
    marked = false;
  }

  /** {@return the change that settles the record after the outcome, or null if there is none} */
  public @Nullable RecordChange settlement() {
    MembershipDecision decision = decision();
    if (decision == null) {
      return null;
    }
    if (isEmpty()) {
      return decision.learned().orElse(null);
    }
    UserOutcome outcome = lastOutcome();
    if (outcome instanceof Accepted) {
      return decision.accepted(!withoutPushTokens);
    }
    // An earlier attempt may have been applied even if the last one was refused.
    boolean mayHaveArrived = outcome instanceof Unconfirmed || lastPossibleArrival != null;
    return marked && !mayHaveArrived ? decision.restored() : null;
  }

  /** Returns true if the store executor has the settlement. */
  public boolean isSettled() {
    return settled;
  }

  /** Records that the store executor has the settlement. */
  public void settled() {
    settled = true;
  }

  public long storeWaitEndNanos() {
    return storeWaitEndNanos;
  }

  public void storeWaitEndNanos(long nanos) {
    storeWaitEndNanos = nanos;
  }

  public int updateCount() {
    return updates.size();
  }

  /** {@return the merged updates in their order} */
  public List<PendingUpdate> updates() {
    return updates;
  }

  public UserIdentifier user() {
    return updates.get(0).attributes().identifier();
  }

  public UserAttributes attributes() {
    return Objects.requireNonNull(attributes, "attributes of a write that is sent");
  }

  public int dataPoints() {
    return attributes == null ? 0 : attributes.dataPoints();
  }

  void addSensitiveValues(Collection<String> values) {
    updates.forEach(pending -> ErrorRedactor.addSensitiveValues(values, pending.update()));
    values.add(user().value());
  }

  void submittedBy(Call submitter) {
    call = submitter;
  }

  public Call call() {
    return Objects.requireNonNull(call, "call of a submitted write");
  }

  /** {@return the number of requests that tried to write it} */
  public int attempts() {
    return attempts;
  }

  /** Records that a request with this write starts; only a track request is an attempt. */
  void requestStarted(boolean isAttempt) {
    attempts += isAttempt ? 1 : 0;
    inFlight = true;
  }

  /** Ends the request of this write, once its result is recorded here. */
  void requestEnded() {
    inFlight = false;
  }

  /** Returns true if a request with this write started and its result is not recorded yet. */
  boolean isInFlight() {
    return inFlight;
  }

  void attemptFailed(FailedAttempt failure, boolean mayHaveArrived) {
    lastFailure = failure;
    if (mayHaveArrived) {
      lastPossibleArrival = failure;
    }
  }

  @Nullable FailedAttempt lastFailure() {
    return lastFailure;
  }

  /** {@return the last failed attempt that may have been applied, or null if there is none} */
  @Nullable FailedAttempt lastPossibleArrival() {
    return lastPossibleArrival;
  }

  /** Returns true if the object has push tokens and something else. */
  boolean canDropPushTokens() {
    return attributes().hasPushTokens() && !attributes().withoutPushTokens().isEmpty();
  }

  void dropPushTokens() {
    attributes = attributes().withoutPushTokens();
    withoutPushTokens = true;
  }

  boolean isWithoutPushTokens() {
    return withoutPushTokens;
  }

  boolean isDone() {
    return outcomes != null;
  }

  public List<UserOutcome> outcomes() {
    return Objects.requireNonNull(outcomes, "outcomes of a done write");
  }

  UserOutcome lastOutcome() {
    return outcomes().get(outcomes().size() - 1);
  }

  void complete(List<UserOutcome> result) {
    moveTo(State.DONE);
    outcomes = result;
  }

  /**
   * Ends a write that was not submitted, or that gets no further attempt; see {@link
   * WriteOutcomes#failed}.
   */
  public void fail(StopCause cause) {
    complete(WriteOutcomes.failed(this, cause));
  }

  /**
   * Makes an accepted write unconfirmed, because its record could not be settled. Another process
   * can take over the user and overwrite what it does not know of.
   */
  public void settlementFailed() {
    if (lastOutcome() instanceof Accepted) {
      outcomes = WriteOutcomes.unconfirmed(this, StopCause.NOT_RECORDED);
    }
  }

  boolean isReported() {
    return reported;
  }

  void reported() {
    reported = true;
  }
}
