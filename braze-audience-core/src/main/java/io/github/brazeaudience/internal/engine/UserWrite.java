package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Write of one user: the merged updates, their content, the attempts, and the outcomes. */
public final class UserWrite {
  private final AttemptHistory history = new AttemptHistory();
  private @Nullable RecordProgress record;
  private List<PendingUpdate> updates;
  private WriteState state;
  private @Nullable WriteContent content;
  private @Nullable UserAttributes attributes;
  private boolean exporting;
  private boolean withoutPushTokens;
  private @Nullable List<UserOutcome> outcomes;
  private boolean reported;
  private @Nullable Call call;
  private long userHash;

  /** Set by {@link PerUserSequencer}: the epoch in which this write holds its user, or 0. */
  int heldInEpoch;

  /** Set by {@link DeviceLookup}: the lookup that it waits for, or the last one. */
  DeviceSearch.LookUp deviceLookup = DeviceSearch.LookUp.FIRST;

  /** Set by {@link DeviceGroups}: counts the writes that it accepted before. */
  long lookupOrder;

  /** The neighbors in {@link OpenWrites}. */
  @Nullable UserWrite previousOpen;

  @Nullable UserWrite nextOpen;

  private UserWrite(List<PendingUpdate> updates) {
    this.updates = List.copyOf(updates);
    this.state = isIdentified() ? WriteState.SEQUENCED : WriteState.IDENTIFYING;
    this.userHash = PerUserSequencer.hash(user());
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

  WriteState state() {
    return state;
  }

  /**
   * Moves to the next stage.
   *
   * @throws IllegalStateException if that stage cannot follow the current one
   */
  public void moveTo(WriteState next) {
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
    moveTo(WriteState.SEQUENCED);
    updates = List.copyOf(found);
    userHash = PerUserSequencer.hash(user());
    content = newContent;
    attributes = newContent == null ? null : newContent.attributes();
    history.exported();
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

  /** Returns true if it waits for an export of its user's profile. */
  boolean isExporting() {
    return exporting;
  }

  void exporting(boolean waits) {
    exporting = waits;
  }

  /**
   * Records that the profile was read back, and discards earlier failures.
   *
   * @param defect why the profile does not show all audiences, or null if it does
   */
  public void readBack(@Nullable String defect) {
    record().readBack(defect);
    history.exported();
  }

  /** {@return how the record of the user changes, or null if it does not} */
  public @Nullable MembershipDecision decision() {
    return content == null ? null : content.decision();
  }

  /** {@return its progress in the membership store, created on demand} */
  public RecordProgress record() {
    RecordProgress progress = record;
    if (progress == null) {
      progress = new RecordProgress();
      record = progress;
    }
    return progress;
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

  /** {@return the hash of its user, computed on the caller's thread} */
  long userHash() {
    return userHash;
  }

  public UserAttributes attributes() {
    return Objects.requireNonNull(attributes, "attributes of a write that is sent");
  }

  public int dataPoints() {
    return attributes == null ? 0 : attributes.dataPoints();
  }

  void submittedBy(Call submitter) {
    call = submitter;
  }

  public Call call() {
    return Objects.requireNonNull(call, "call of a submitted write");
  }

  AttemptHistory history() {
    return history;
  }

  /** {@return the number of requests that tried to write it} */
  public int attempts() {
    return history.attempts();
  }

  /** Returns true if an earlier attempt may have been applied even if the last one was refused. */
  public boolean mayHaveArrived() {
    return lastOutcome() instanceof Unconfirmed || history.lastPossibleArrival() != null;
  }

  /** Returns true if the object has push tokens and more. */
  boolean canDropPushTokens() {
    return attributes().hasPushTokens() && !attributes().withoutPushTokens().isEmpty();
  }

  void dropPushTokens() {
    attributes = attributes().withoutPushTokens();
    withoutPushTokens = true;
  }

  public boolean isWithoutPushTokens() {
    return withoutPushTokens;
  }

  public boolean isDone() {
    return outcomes != null;
  }

  public List<UserOutcome> outcomes() {
    return Objects.requireNonNull(outcomes, "outcomes of a done write");
  }

  public UserOutcome lastOutcome() {
    return outcomes().get(outcomes().size() - 1);
  }

  void complete(List<UserOutcome> result) {
    moveTo(WriteState.DONE);
    outcomes = result;
  }

  /** Ends a write that gets no further attempt, see {@link WriteOutcomes#failed}. */
  public void fail(StopCause cause) {
    complete(WriteOutcomes.failed(this, cause));
  }

  /** Makes an accepted write unconfirmed, because another process can overwrite it. */
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
