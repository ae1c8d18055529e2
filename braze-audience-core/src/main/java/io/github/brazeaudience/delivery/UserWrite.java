package io.github.brazeaudience.delivery;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.membership.MembershipDecision;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One object to be written for one user, the updates that were merged into it, and what its
 * attempts came to. Confined to the mailbox once it is submitted.
 */
public final class UserWrite {
  private final List<PendingUpdate> updates;
  private @Nullable WriteContent content;
  private @Nullable UserAttributes attributes;
  private @Nullable MembershipDecision decision;
  private boolean readBack;
  private @Nullable String readBackDefect;
  private boolean marked;
  private boolean withoutPushTokens;
  private int attempts;
  private @Nullable Attempt last;
  private @Nullable Attempt arrived;
  private @Nullable DeliveryCall call;
  private @Nullable List<UserOutcome> outcomes;
  private int turn;
  private boolean inFlight;
  private boolean reported;
  private long storeWaitEndNanos;

  /** The neighbours in the list of the open writes of a call; see {@link OpenWrites}. */
  @Nullable UserWrite previousOpen;

  @Nullable UserWrite nextOpen;

  /** How an attempt ended that brought no decision. */
  private record Attempt(Reason reason, String message, @Nullable Instant retryAt) {}

  /** Makes the outcome of one of the merged updates. */
  private interface OutcomeFactory {
    UserOutcome of(long index, AudienceUpdate update);
  }

  private UserWrite(List<PendingUpdate> updates) {
    this.updates = List.copyOf(updates);
  }

  /** A write of which is known what it comes to. */
  static UserWrite of(List<PendingUpdate> updates, WriteContent content) {
    UserWrite write = new UserWrite(updates);
    write.content(content);
    return write;
  }

  /** A write whose content depends on what the membership store knows when its turn comes. */
  static UserWrite undecided(List<PendingUpdate> updates) {
    return new UserWrite(updates);
  }

  private void content(WriteContent decided) {
    content = decided;
    attributes = decided.attributes();
  }

  /** What the membership store's knowledge makes of an undecided write. */
  void decided(WriteContent decided, @Nullable MembershipDecision from) {
    content(decided);
    decision = from;
  }

  /**
   * Braze has told what the user's profile holds, so that what went wrong before does not count.
   *
   * @param defect why that does not tell all audiences, null if it does
   */
  void readBack(@Nullable String defect) {
    readBack = true;
    readBackDefect = defect;
    last = null;
  }

  boolean isReadBack() {
    return readBack;
  }

  @Nullable String readBackDefect() {
    return readBackDefect;
  }

  boolean isDecided() {
    return content != null;
  }

  /** Whether it is known that nothing is to be sent. */
  boolean isOver() {
    return content != null && content.written().isEmpty();
  }

  /** The outcomes of those of its updates that are not sent. */
  List<UserOutcome> unsent() {
    return content == null ? List.of() : content.unsent();
  }

  /** Whether the store has to be told of this write before it is sent. */
  boolean needsMark() {
    return decision != null && !marked && !finished();
  }

  /** The mark that says that this write may be on its way. */
  RecordChange mark() {
    marked = true;
    return Objects.requireNonNull(decision, "only what the store decided is marked").markPending();
  }

  /** The mark could not be set. */
  void notMarked() {
    marked = false;
  }

  /** What the store has to be told of the end of this write, null if nothing. */
  @Nullable RecordChange afterwards(List<UserOutcome> outcomes) {
    MembershipDecision decided = decision;
    if (decided == null) {
      return null;
    }
    if (isOver()) {
      return decided.learned().orElse(null);
    }
    UserOutcome outcome = outcomes.get(outcomes.size() - 1);
    if (outcome instanceof Accepted) {
      return decided.accepted(!withoutPushTokens);
    }
    // Also what Braze refused in the end may have arrived before.
    boolean mayHaveArrived = outcome instanceof Unconfirmed || arrived != null;
    return marked && !mayHaveArrived ? decided.restored() : null;
  }

  /**
   * Counts the updates of which this write was made.
   *
   * @return at least 1
   */
  public int updates() {
    return updates.size();
  }

  /** The updates of which this write was made, in their order. */
  List<PendingUpdate> pending() {
    return updates;
  }

  UserIdentifier user() {
    return updates.get(0).attributes().identifier();
  }

  /** What the object says. */
  UserAttributes attributes() {
    return Objects.requireNonNull(attributes, "what is sent has attributes");
  }

  DeliveryCall call() {
    return Objects.requireNonNull(call, "a submitted write belongs to a call");
  }

  void submittedBy(DeliveryCall submitter) {
    call = submitter;
  }

  int attempts() {
    return attempts;
  }

  int dataPoints() {
    return attributes == null ? 0 : attributes.dataPoints();
  }

  /**
   * Whether it has its outcome; a finished write that still stands in a queue is passed over there.
   */
  boolean finished() {
    return outcomes != null;
  }

  /** Its outcomes, once it is {@link #finished}. */
  List<UserOutcome> outcomes() {
    return Objects.requireNonNull(outcomes, "a finished write has outcomes");
  }

  /** The number that {@link UserTurns} gave it when it got its user's turn, 0 if it has none. */
  int turn() {
    return turn;
  }

  void turn(int number) {
    turn = number;
  }

  /** Whether an attempt has begun of which it is not known yet what it came to. */
  boolean inFlight() {
    return inFlight;
  }

  /** Whether the caller has its outcomes. */
  boolean reported() {
    return reported;
  }

  void isReported() {
    reported = true;
  }

  /** Until when it waits for the membership store. */
  long storeWaitEndNanos() {
    return storeWaitEndNanos;
  }

  void waitsForStoreUntil(long nanos) {
    storeWaitEndNanos = nanos;
  }

  /** What tells who the user is, longer values first, as they may have shorter ones in them. */
  List<String> personalValues() {
    List<String> values = new ArrayList<>();
    updates.forEach(pending -> PersonalValues.addTo(values, pending.update()));
    values.sort(Comparator.comparingInt(String::length).reversed());
    return values;
  }

  void attemptStarts() {
    requestStarts(true);
  }

  /** It is in a request that starts now, which counts as an attempt if it writes. */
  void requestStarts(boolean writes) {
    attempts += writes ? 1 : 0;
    inFlight = true;
  }

  /** It is known what the attempt came to, and noted here. */
  void attemptJudged() {
    inFlight = false;
  }

  /**
   * Notes an attempt that failed, so that the outcome is decided over all attempts.
   *
   * @param retryAt when Braze takes requests again, if that is why it failed
   */
  void attemptFailed(
      Reason reason, String message, boolean mayHaveArrived, @Nullable Instant retryAt) {
    last = new Attempt(reason, message, retryAt);
    if (mayHaveArrived) {
      arrived = last;
    }
  }

  /** True if an attempt may have arrived, so that the outcome is at worst unconfirmed. */
  boolean mayHaveArrived() {
    return arrived != null;
  }

  /**
   * Whether there is something left to write when the push tokens, which Braze refused, are left
   * out.
   */
  boolean canDropPushTokens() {
    return attributes().hasPushTokens() && !attributes().withoutPushTokens().isEmpty();
  }

  void dropPushTokens() {
    attributes = attributes().withoutPushTokens();
    withoutPushTokens = true;
  }

  List<UserOutcome> accepted() {
    return finish(
        (index, update) -> Accepted.of(index, update, attempts, user().kind(), withoutPushTokens));
  }

  List<UserOutcome> rejected(Reason reason, String message) {
    return finish((index, update) -> Rejected.of(index, update, attempts, reason, message));
  }

  List<UserOutcome> unconfirmed(Reason reason, String message) {
    return finish((index, update) -> Unconfirmed.of(index, update, attempts, reason, message));
  }

  /**
   * The outcome of a write that is given up. If an attempt may have arrived it is unconfirmed, for
   * the reason of the last such attempt; if it was attempted in vain it keeps the reason of its
   * last attempt; else it is not sent, for the reason given here.
   */
  public List<UserOutcome> givenUp(Reason reason, String message, @Nullable Instant retryAt) {
    Attempt seen = arrived;
    if (seen != null) {
      return unconfirmed(seen.reason, seen.message);
    }
    Attempt failed = last != null ? last : new Attempt(reason, message, retryAt);
    Instant comeBack = later(failed.retryAt, retryAt);
    return finish(
        (index, update) ->
            NotSent.of(index, update, attempts, failed.reason, failed.message, comeBack));
  }

  /** The same, for the reason for which a call was stopped. */
  List<UserOutcome> givenUp(DeliveryCall.Stop why) {
    return givenUp(why.reason(), why.message(), why.retryAt());
  }

  private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
    return one == null || (other != null && other.isAfter(one)) ? other : one;
  }

  /** Nothing of this write is sent. */
  List<UserOutcome> over() {
    outcomes = unsent();
    return outcomes;
  }

  /** Makes the outcomes before they count, so that none is lost if there is no heap for them. */
  private List<UserOutcome> finish(OutcomeFactory factory) {
    List<UserOutcome> made = made(factory);
    outcomes = made;
    return made;
  }

  private List<UserOutcome> made(OutcomeFactory factory) {
    if (updates.size() == 1 && unsent().isEmpty()) {
      PendingUpdate only = updates.get(0);
      return List.of(factory.of(only.index(), only.update()));
    }
    List<UserOutcome> all = new ArrayList<>(updates.size());
    all.addAll(unsent());
    for (PendingUpdate pending : content == null ? updates : content.written()) {
      all.add(factory.of(pending.index(), pending.update()));
    }
    return all;
  }
}
