package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.payload.UserIdentifier;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The writes of one call of the caller, until each has its outcome. Confined to the mailbox. */
final class DeliveryCall {
  /** How many of Braze's errors about nobody are kept for the report. */
  private static final int MAX_ERRORS = 100;

  /** Why a call starts nothing more. */
  record Stop(Reason reason, String message, @Nullable Instant retryAt) {
    Stop(Reason reason, String message) {
      this(reason, message, null);
    }
  }

  private final PayloadEncoder encoder;
  private final DeliverySink sink;
  private final long deadlineNanos;
  private final boolean deadlineForAll;
  private final Set<UserWrite> parked = new LinkedHashSet<>();
  private final Deque<UserWrite> unread = new ArrayDeque<>(0);
  private final Deque<UserWrite> ready = new ArrayDeque<>();
  private final Set<Batch> batches = new LinkedHashSet<>();
  private final List<BrazeError> errors = new ArrayList<>();

  /** How many of those that are ready were written and found to be less than a request takes. */
  private int notEnough;

  private final OpenWrites open = new OpenWrites();
  private int undecided;
  private boolean moreToCome = true;
  private boolean waitsForRoom;
  private boolean done;
  private long requests;
  private long dataPoints;
  private int refusedToTheEnd;
  private final Set<UserIdentifier> refusedInRequestsOfTheirOwn = new HashSet<>(0);
  private @Nullable Stop stop;
  private @Nullable Stop readingStop;
  private long readingStopEndNanos;
  private @Nullable ScheduledTask deadlineTimer;

  /**
   * A call.
   *
   * @param encoder writes its bodies
   * @param deadlineNanos an instant for all writes if {@code deadlineForAll}, else how long each
   *     batch may take
   */
  DeliveryCall(
      PayloadEncoder encoder, DeliverySink sink, long deadlineNanos, boolean deadlineForAll) {
    this.encoder = encoder;
    this.sink = sink;
    this.deadlineNanos = deadlineNanos;
    this.deadlineForAll = deadlineForAll;
  }

  /** Whether no write of this call may start at this time any more. */
  boolean deadlineIsBefore(long nanos) {
    return deadlineForAll && deadlineNanos - nanos <= 0;
  }

  @Nullable Stop stop() {
    return stop;
  }

  void stop(Stop why) {
    stop = why;
    sink.stopped(why.reason(), why.message(), why.retryAt());
  }

  /** Why nothing is read back for this call at present, null if that is not so. */
  @Nullable Stop readingStop(long nowNanos) {
    return readingStop != null && readingStopEndNanos - nowNanos > 0 ? readingStop : null;
  }

  void stopReading(Stop why, long untilNanos) {
    readingStop = why;
    readingStopEndNanos = untilNanos;
  }

  Set<UserWrite> parked() {
    return parked;
  }

  /** The writes whose users wait to be read back. */
  Deque<UserWrite> unread() {
    return unread;
  }

  Deque<UserWrite> ready() {
    return ready;
  }

  /** The batches that wait or are in flight. */
  Set<Batch> batches() {
    return batches;
  }

  /** Takes out what waits for its user's turn. */
  List<UserWrite> takeParked() {
    return takeAll(parked);
  }

  /** Takes out what waits to be read back. */
  List<UserWrite> takeUnread() {
    return takeAll(unread);
  }

  /** Takes out what waits for a batch. */
  List<UserWrite> takeReady() {
    notEnough = 0;
    return takeAll(ready);
  }

  private static List<UserWrite> takeAll(Collection<UserWrite> writes) {
    List<UserWrite> all = List.copyOf(writes);
    writes.clear();
    return all;
  }

  /** The writes that have not been reported. */
  OpenWrites open() {
    return open;
  }

  void opened(UserWrite write) {
    open.add(write);
    waitsForRoom = false;
  }

  /** Forgets what waits here, but for what is in flight: those who call see to the writes. */
  void reset(Predicate<Batch> inFlight) {
    parked.clear();
    unread.clear();
    ready.clear();
    notEnough = 0;
    undecided = 0;
    batches.removeIf(inFlight.negate());
  }

  /** A write waits for what the membership store knows, after which it may fill a batch. */
  void waitsForDecision() {
    undecided++;
  }

  /** It waits no longer. */
  void decided() {
    undecided--;
  }

  void deadlineTimer(ScheduledTask timer) {
    deadlineTimer = timer;
  }

  void noMoreComes() {
    moreToCome = false;
  }

  /**
   * The caller hands in nothing more before something is finished, so that there is no sense in
   * waiting for it.
   */
  void waitsForRoom() {
    waitsForRoom = true;
  }

  void requestStarted() {
    requests++;
  }

  void report(Stream<BrazeError> seen) {
    seen.limit(MAX_ERRORS - errors.size()).forEach(errors::add);
  }

  /**
   * Takes the writes of the next request: as many as one takes, or what there is when nothing else
   * is to be waited for.
   *
   * @return null if it is not time yet
   */
  @Nullable Batch nextBatch(long nowNanos) {
    boolean nothingMoreComes = undecided == 0 && (!moreToCome || waitsForRoom);
    if (ready.isEmpty() || !(nothingMoreComes || mayFillRequest())) {
      return null;
    }
    RequestBody body = encoder.body(attributes(ready));
    boolean full = body.objects() < ready.size() || body.objects() == PayloadLimits.MAX_OBJECTS;
    if (!(nothingMoreComes || full)) {
      notEnough = ready.size();
      return null;
    }
    notEnough = 0;
    List<UserWrite> taken = new ArrayList<>(body.objects());
    while (taken.size() < body.objects()) {
      taken.add(ready.remove());
    }
    return batch(taken, body, deadlineIfStarted(nowNanos), null);
  }

  /** Whether what is ready is as much as a request takes, as far as can be told without writing. */
  private boolean mayFillRequest() {
    if (ready.size() >= PayloadLimits.MAX_OBJECTS) {
      return true;
    }
    if (ready.size() <= notEnough) {
      return false;
    }
    return ready.stream().mapToLong(write -> write.attributes().maxEncodedBytes()).sum()
        > PayloadLimits.MAX_BODY_BYTES;
  }

  /** The deadline of a batch that is made at this time. */
  long deadlineIfStarted(long nowNanos) {
    return deadlineForAll ? deadlineNanos : nowNanos + deadlineNanos;
  }

  /**
   * Takes the users of the next export: as many as one takes or, when that is all for now, what
   * there is. Exports are few a minute: one that is not full waits for one that is in flight, while
   * more may come.
   *
   * @param inFlight tells whether a batch is
   * @return null if it is not time yet
   */
  @Nullable Batch nextExport(long nowNanos, Predicate<Batch> inFlight) {
    boolean full = unread.size() >= Exports.MAX_USERS;
    boolean allForNow =
        undecided == 0
            && (!moreToCome
                || batches.stream().noneMatch(batch -> batch.isExport() && inFlight.test(batch)));
    if (unread.isEmpty() || !(full || allForNow)) {
      return null;
    }
    List<UserWrite> taken = new ArrayList<>(Exports.MAX_USERS);
    while (taken.size() < Exports.MAX_USERS && !unread.isEmpty()) {
      taken.add(unread.remove());
    }
    Batch export =
        new Batch(
            BrazeOperation.EXPORT_USERS,
            this,
            taken,
            ExportBody.of(taken),
            deadlineIfStarted(nowNanos),
            null);
    batches.add(export);
    return export;
  }

  /** A batch of writes that were in one request before, so that they fit another one. */
  Batch batch(List<UserWrite> writes, long deadline, @Nullable Isolation isolation) {
    return batch(writes, encoder.body(attributes(writes)), deadline, isolation);
  }

  private Batch batch(
      List<UserWrite> writes, RequestBody body, long deadline, @Nullable Isolation isolation) {
    Batch batch =
        new Batch(BrazeOperation.TRACK_USERS, this, writes, body.bytes(), deadline, isolation);
    batches.add(batch);
    return batch;
  }

  private static List<UserAttributes> attributes(Collection<UserWrite> writes) {
    return writes.stream().limit(PayloadLimits.MAX_OBJECTS).map(UserWrite::attributes).toList();
  }

  /** Whether two batches were refused to their last user, with not one acceptance in between. */
  boolean refusedToTheEndAgain() {
    refusedToTheEnd++;
    return refusedToTheEnd >= 2;
  }

  /**
   * Notes a user who was refused in a request that had nobody else in it from the start. It takes
   * as many different ones as a full request holds to make up for a batch that was split to the
   * end.
   *
   * @return the same as {@link #refusedToTheEndAgain}
   */
  boolean refusedInRequestOfItsOwn(UserIdentifier user) {
    refusedInRequestsOfTheirOwn.add(user);
    if (refusedInRequestsOfTheirOwn.size() < PayloadLimits.MAX_OBJECTS) {
      return false;
    }
    refusedInRequestsOfTheirOwn.clear();
    return refusedToTheEndAgain();
  }

  /** Reports a finished write, if that was not done; what the sink throws leaves it open. */
  void report(UserWrite write) {
    if (write.reported()) {
      return;
    }
    List<UserOutcome> outcomes = write.outcomes();
    sink.finished(outcomes);
    write.isReported();
    open.remove(write);
    UserOutcome last = outcomes.get(outcomes.size() - 1);
    if (last instanceof Accepted || last instanceof Unconfirmed) {
      dataPoints += write.dataPoints();
    }
  }

  /** Braze accepted something of this call, so that its requests are right as such. */
  void accepted() {
    refusedToTheEnd = 0;
    refusedInRequestsOfTheirOwn.clear();
  }

  /** Tells the sink once that all is done, if it is; what the sink throws leaves it to be told. */
  boolean doneNow() {
    if (done || moreToCome || !open.isEmpty()) {
      return false;
    }
    if (deadlineTimer != null) {
      deadlineTimer.cancel();
    }
    sink.done(new DeliverySink.Totals(requests, dataPoints, List.copyOf(errors)));
    done = true;
    return true;
  }
}
