package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Write of one user: the merged updates, their content, the attempts, and the result. */
public final class UserWrite extends AttemptHistory {
  private @Nullable RecordProgress record;
  private List<PendingUpdate> updates;
  private WriteState state;
  private @Nullable WriteContent content;
  private @Nullable UserAttributes attributes;
  private boolean withoutPushTokens;
  private @Nullable WriteResult result;
  private @Nullable Call call;
  private long userHash;

  /** Set by its {@link Call}: true while it waits for an export of its user's profile. */
  boolean exporting;

  /** Set by its {@link Call}: true once its outcomes are reported. */
  boolean reported;

  /** Set by {@link PerUserSequencer}: the epoch in which this write holds its user, or 0. */
  int heldInEpoch;

  /** Set by {@link DeviceLookup}: the lookup that it waits for, or the last one. */
  DeviceSearch.LookUp deviceLookup = DeviceSearch.LookUp.FIRST;

  /** Set by {@link DeviceGroups}: counts the writes that it accepted before. */
  int lookupOrder;

  /** The neighbors in {@link OpenWrites}. */
  @Nullable UserWrite previousOpen;

  @Nullable UserWrite nextOpen;

  /**
   * Creates a write without content.
   *
   * @param hash the {@linkplain PerUserSequencer#hash hash} of its user
   */
  UserWrite(PendingUpdate first, long hash) {
    updates = List.of(first);
    state = isIdentified() ? WriteState.SEQUENCED : WriteState.IDENTIFYING;
    userHash = hash;
  }

  /** Adds an update before the submission. Creates a growing list only for a second one. */
  void add(PendingUpdate update) {
    if (updates.size() == 1) {
      updates = new ArrayList<>(updates);
    }
    updates.add(update);
    unresolve();
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
   */
  void identify(List<PendingUpdate> found) {
    moveTo(WriteState.SEQUENCED);
    replaceUpdates(found);
    userHash = PerUserSequencer.hash(user());
    unresolve();
    discardLastFailure();
  }

  void replaceUpdates(List<PendingUpdate> same) {
    updates = List.copyOf(same);
  }

  private void unresolve() {
    content = null;
    attributes = null;
  }

  public void resolve(WriteContent resolved) {
    content = resolved;
    attributes = resolved.attributes();
  }

  /** Sends the attributes of the only update, as most writes do, without an object for content. */
  void resolveUnchanged() {
    content = null;
    attributes = updates.get(0).attributes();
  }

  public boolean isResolved() {
    return content != null || attributes != null;
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
    record().readBack(defect);
    discardLastFailure();
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

  /** Returns true if an earlier attempt may have been applied even if the last one was refused. */
  public boolean mayHaveArrived() {
    return result().kind() == WriteResult.Kind.UNCONFIRMED || lastPossibleArrival() != null;
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
    return result != null;
  }

  WriteResult result() {
    return Objects.requireNonNull(result, "result of a done write");
  }

  public boolean isAccepted() {
    return result().kind() == WriteResult.Kind.ACCEPTED;
  }

  /** Creates the outcomes of a done write, one per update. */
  public void forEachOutcome(Consumer<UserOutcome> action) {
    unsent().forEach(action);
    List<PendingUpdate> sent = toSend();
    for (int i = 0; i < sent.size(); i++) {
      action.accept(result().outcome(this, sent.get(i)));
    }
  }

  void complete(WriteResult how) {
    moveTo(WriteState.DONE);
    result = how;
  }

  /** Ends a write that gets no further attempt, see {@link WriteResult#failed}. */
  public void fail(StopCause cause) {
    complete(WriteResult.failed(this, cause));
  }

  /** Makes an accepted write unconfirmed, because another process can overwrite it. */
  public void settlementFailed() {
    if (isAccepted()) {
      result = WriteResult.unconfirmed(StopCause.NOT_RECORDED);
    }
  }
}
