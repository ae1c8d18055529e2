package io.github.brazeaudience.delivery;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Brings writes to Braze. A write takes its user's turn, joins a batch, and the batch goes out when
 * there is room and the limiter grants a start; {@link Attempts} performs it, {@link Consequences}
 * draws from the verdict what becomes of each write. All methods may be called from any thread.
 */
public final class Delivery {
  private static final String CLOSED =
      "the forwarder was closed before this update was sent; forward it with another one";

  private static final String DEADLINE =
      "the deadline passed before a first attempt; forward it again";

  private static final String TOO_LONG =
      "the deadline passes before Braze takes requests again; forward it again later";

  private static final String NO_SCHEDULER =
      "the scheduler given to the forwarder takes no tasks; close the forwarder before its scheduler, and forward"
          + " again with another one";

  private static final String NO_STORE =
      "the membership store failed, without which nothing can be sent; mend it, and forward again";

  private static final System.Logger LOGGER = System.getLogger(Delivery.class.getName());

  private final DeliverySettings settings;
  private final Mailbox mailbox = new Mailbox();
  private final Attempts attempts;
  private final ConcurrencyLimit limit;
  private final Consequences consequences;
  private final OutageGate gate;
  private final RetryBudget budget;
  private final UserTurns turns;
  private final @Nullable MembershipLedger ledger;
  private final @Nullable Exports exports;
  private final Set<DeliveryCall> calls = new LinkedHashSet<>();
  private final Deque<Batch> due = new ArrayDeque<>();
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private @Nullable ScheduledTask alarm;
  private long alarmNanos;
  private long alarmNumber;
  private final Decisions decisions = new Decisions();
  private int marking;
  private volatile boolean closed;

  /** Why calls that are opened from now on start nothing. */
  private DeliveryCall.@Nullable Stop over;

  /**
   * An engine for one configuration.
   *
   * @param config where requests go and what they look like
   * @param payload the rules by which writes are encoded
   * @param settings policies and seams
   */
  public Delivery(BrazeAudienceConfig config, PayloadBuilder payload, DeliverySettings settings) {
    this.settings = settings;
    this.attempts = new Attempts(config, settings, this::schedule, mailbox, this::answered);
    this.limit = new ConcurrencyLimit(settings.concurrency(), settings.listener());
    this.gate =
        new OutageGate(settings.retryPolicy(), settings.random(), settings.concurrency().initial());
    this.budget =
        new RetryBudget(settings.retryPolicy().budget(), settings.timeSource().nanoTime());
    this.consequences = new Consequences(this, settings, payload.encoder(), budget);
    this.turns = new UserTurns(settings.userRest().toNanos(), this::turnCame);
    MembershipSettings membership = settings.membership();
    this.ledger =
        membership == null
            ? null
            : new MembershipLedger(membership, payload, settings.timeSource(), this::inMailbox);
    this.exports =
        membership == null || ledger == null
            ? null
            : new Exports(this, settings, membership, ledger);
  }

  /** A call that is under way, as its caller sees it. */
  public final class Handle {
    private final DeliveryCall call;

    private Handle(DeliveryCall call) {
      this.call = call;
    }

    /** Hands in writes. */
    public void submit(List<UserWrite> writes) {
      inMailbox(() -> writes.forEach(write -> open(call, write)));
    }

    /** Says that no more writes come. */
    public void noMoreComes() {
      inMailbox(call::noMoreComes);
    }

    /**
     * Says that the caller waits until something is finished, so that a batch need not be filled
     * first.
     */
    public void waitsForRoom() {
      inMailbox(call::waitsForRoom);
    }

    /** Starts nothing more and aborts what is under way. */
    public void cancel() {
      inMailbox(
          () ->
              abort(
                  call,
                  new DeliveryCall.Stop(
                      Reason.CANCELLED, "the call was cancelled; forward it again")));
    }
  }

  /**
   * Opens a call.
   *
   * @param sink takes the outcomes
   * @param deadlineForAll whether the deadline is for the call as a whole, else it is for each
   *     batch
   */
  public Handle open(DeliverySink sink, boolean deadlineForAll) {
    long limit = settings.retryPolicy().deadline().toNanos();
    long now = settings.timeSource().nanoTime();
    DeliveryCall call =
        new DeliveryCall(sink, deadlineForAll ? now + limit : limit, deadlineForAll);
    inMailbox(
        () -> {
          calls.add(call);
          if (over != null) {
            call.stop(over);
          } else if (deadlineForAll) {
            call.deadlineTimer(
                schedule(() -> inMailbox(() -> deadlinePassed(call)), Duration.ofNanos(limit)));
          }
        });
    return new Handle(call);
  }

  /** How many requests may be under way at present. */
  public int maxInFlight() {
    return limit.current();
  }

  /**
   * Ends all calls: what had not left is not sent, what is under way is aborted.
   *
   * @return completes when every call has its outcomes
   */
  public CompletionStage<Void> close() {
    inMailbox(
        () -> {
          DeliveryCall.Stop stop = new DeliveryCall.Stop(Reason.CLOSED, CLOSED);
          over = stop;
          closed = true;
          List.copyOf(calls).forEach(call -> abort(call, stop));
        });
    return ended.minimalCompletionStage();
  }

  /** Whether {@link #close} was called. */
  public boolean isClosed() {
    return closed;
  }

  private void inMailbox(Runnable task) {
    mailbox.execute(
        () -> {
          task.run();
          pump();
        });
  }

  private void open(DeliveryCall call, UserWrite write) {
    call.opened(write);
    write.submittedBy(call);
    DeliveryCall.Stop stop = call.stop();
    if (stop != null) {
      call.finished(write, write.givenUp(stop.reason(), stop.message(), stop.retryAt()));
    } else if (turns.take(write)) {
      turnTaken(write);
    } else {
      call.parked().add(write);
    }
  }

  private void turnCame(UserWrite write) {
    write.call().parked().remove(write);
    turnTaken(write);
  }

  private void turnTaken(UserWrite write) {
    if (ledger == null || write.isDecided()) {
      write.call().ready().add(write);
    } else {
      write.call().waitsForDecision();
      ledger.add(write);
    }
  }

  /** What the membership store's knowledge makes of writes. */
  private final class Decisions implements MembershipLedger.Decisions {
    @Override
    public void decided(List<UserWrite> writes) {
      for (UserWrite write : writes) {
        DeliveryCall call = write.call();
        call.decided();
        DeliveryCall.Stop stop = call.stop();
        if (write.isOver()) {
          finish(call, write, write.over());
        } else if (stop != null) {
          finish(call, write, write.givenUp(stop.reason(), stop.message(), stop.retryAt()));
        } else {
          call.ready().add(write);
        }
      }
    }

    @Override
    public void unread(List<UserWrite> writes) {
      for (UserWrite write : writes) {
        DeliveryCall call = write.call();
        call.decided();
        DeliveryCall.Stop stop = call.stop();
        if (stop != null) {
          finish(call, write, write.givenUp(stop.reason(), stop.message(), stop.retryAt()));
        } else {
          exports().add(write);
        }
      }
    }

    @Override
    public void failed(List<UserWrite> writes) {
      for (UserWrite write : writes) {
        write.call().decided();
        DeliveryCall.Stop stop = storeFailed(write.call());
        finish(write.call(), write, write.givenUp(stop.reason(), stop.message(), stop.retryAt()));
      }
    }
  }

  /** Marks the users of a batch in the membership store, after which it is due at once. */
  private void mark(Batch batch, MembershipLedger marks) {
    marking++;
    marks.mark(
        batch,
        () -> {
          marking--;
          if (batch.call().batches().contains(batch)) {
            due.addFirst(batch);
          }
        },
        () -> {
          marking--;
          storeFailed(batch.call());
        });
  }

  /** Without the store nobody can say what is to be written, or remember that it was. */
  private DeliveryCall.Stop storeFailed(DeliveryCall call) {
    stop(call, new DeliveryCall.Stop(Reason.CLOSED, NO_STORE));
    return Objects.requireNonNull(call.stop(), "the call was stopped");
  }

  /** Starts what can be started, and sets the alarm for the rest. */
  private void pump() {
    long now = settings.timeSource().nanoTime();
    turns.wake(now);
    DeliveryCall.Stop outageOver = gate.giveUp(now, settings.timeSource().now());
    if (outageOver != null) {
      List.copyOf(calls).forEach(call -> stop(call, outageOver));
    }
    if (ledger != null) {
      ledger.decide(decisions);
    }
    if (exports != null) {
      exports.endOutage(calls, now);
    }
    while (attempts.inFlight() + marking < limit.current()) {
      Batch batch = nextBatch(now);
      if (batch == null) {
        break;
      }
      if (batch.deadlineNanos() - now <= 0) {
        giveUp(batch, Reason.DEADLINE, DEADLINE, null);
        continue;
      }
      if (ledger != null && batch.needsMark()) {
        mark(batch, ledger);
        continue;
      }
      long wait = settings.rateLimiter().acquire(now);
      if (wait > 0 && wait > batch.deadlineNanos() - now) {
        giveUp(batch, Reason.DEADLINE, TOO_LONG, settings.timeSource().now().plusNanos(wait));
        continue;
      }
      if (wait > 0) {
        due.addFirst(batch);
        setAlarm(now + wait, now);
        break;
      }
      if (batch.isExport() && !exports().acquire(now)) {
        due.addFirst(batch);
        continue;
      }
      gate(batch).starts(batch);
      attempts.start(batch);
    }
    expireDue(now);
    calls.removeIf(DeliveryCall::doneNow);
    if (closed && calls.isEmpty()) {
      ended.complete(null);
    }
    setAlarm(turns.nextWakeNanos(), now);
    setAlarm(gate.nextChangeNanos(now), now);
    if (exports != null) {
      setAlarm(exports.limitEndNanos(calls, due, now), now);
      setAlarm(exports.gate().nextChangeNanos(now), now);
    }
  }

  private @Nullable Batch nextBatch(long now) {
    int underWay = attempts.inFlight() + marking;
    boolean mayWrite = gate.mayStart(now, underWay);
    boolean mayExport = exports != null && exports.mayStart(calls, due, now, underWay);
    Batch first = firstDue(mayWrite, mayExport);
    boolean othersFirst = first != null && gate(first).waitsForOthers(first);
    if (first != null && !othersFirst) {
      boolean free = first.failures() == 0 || first.paid() || gate(first).holding();
      long wait = free ? 0 : budget.take(now);
      if (wait == 0) {
        first.pay();
        due.remove(first);
        return first;
      }
      setAlarm(now + wait, now);
    }
    if (mayWrite) {
      gate.beginRound();
    }
    for (DeliveryCall call : calls) {
      Batch next = mayExport ? call.nextExport(now, attempts::isInFlight) : null;
      next = next == null && mayWrite ? call.nextBatch(now) : next;
      if (next != null) {
        // The call goes to the end of the line, so that a large one does not starve a small one.
        calls.remove(call);
        calls.add(call);
        return next;
      }
    }
    if (!othersFirst) {
      return null;
    }
    due.remove(first);
    return first;
  }

  /** What waits longest, of that which may start at all. */
  private @Nullable Batch firstDue(boolean mayWrite, boolean mayExport) {
    for (Batch batch : due) {
      if (batch.isExport() ? mayExport : mayWrite) {
        return batch;
      }
    }
    return null;
  }

  /** What holds this batch and those like it while Braze is away. */
  OutageGate gate(Batch batch) {
    return batch.isExport() ? exports().gate() : gate;
  }

  private Exports exports() {
    return Objects.requireNonNull(exports, "what is read back is so for a store");
  }

  /** Wakes the engine at this time, unless it wakes before. */
  private void setAlarm(@Nullable Long atNanos, long now) {
    if (atNanos == null || (alarm != null && alarmNanos - atNanos <= 0)) {
      return;
    }
    if (alarm != null) {
      alarm.cancel();
    }
    alarmNanos = atNanos;
    long number = ++alarmNumber;
    alarm = schedule(() -> alarm(number), Duration.ofNanos(Math.max(0, atNanos - now)));
  }

  /** An alarm that could not be taken back in time does not count for the one in its place. */
  private void alarm(long number) {
    inMailbox(
        () -> {
          if (number == alarmNumber) {
            alarm = null;
          }
        });
  }

  /** Without a scheduler nothing can wait any more, so that all calls end. */
  private ScheduledTask schedule(Runnable task, Duration delay) {
    try {
      return settings.scheduler().schedule(task, delay);
    } catch (RuntimeException e) {
      LOGGER.log(System.Logger.Level.WARNING, NO_SCHEDULER, e);
      DeliveryCall.Stop stop = new DeliveryCall.Stop(Reason.CLOSED, NO_SCHEDULER);
      over = stop;
      inMailbox(() -> List.copyOf(calls).forEach(call -> stop(call, stop)));
      return () -> {};
    }
  }

  private void answered(Batch batch, long request, Verdict verdict) {
    if (!batch.isExport()) {
      learnLimit(batch, request, verdict);
    }
    consequences.draw(batch, request, verdict);
    pump();
  }

  /** How exports fare says nothing of how many writes at once are well. */
  private void learnLimit(Batch batch, long request, Verdict verdict) {
    if (verdict instanceof Verdict.Failure && !batch.aborted()) {
      limit.failed(request, attempts.started());
    } else if (verdict.isAnswer()) {
      limit.succeeded(request, attempts.inFlight() + marking + 1);
    }
  }

  /**
   * What gets no start has deadlines that pass all the same; a pause that Braze orders beyond one
   * ends the batch or call now.
   */
  private void expireDue(long now) {
    Long pauseEnd = gate.pauseEndNanos();
    if (pauseEnd != null) {
      Instant retryAt = settings.timeSource().now().plusNanos(pauseEnd - now);
      for (DeliveryCall call : List.copyOf(calls)) {
        if (call.deadlineIsBefore(pauseEnd)) {
          stop(call, new DeliveryCall.Stop(Reason.DEADLINE, TOO_LONG, retryAt));
        }
      }
      for (Batch batch : List.copyOf(due)) {
        if (batch.deadlineNanos() - pauseEnd <= 0) {
          giveUp(batch, Reason.DEADLINE, TOO_LONG, retryAt);
        }
      }
    }
    for (Batch batch : List.copyOf(due)) {
      if (batch.deadlineNanos() - now <= 0) {
        giveUp(batch, Reason.DEADLINE, DEADLINE, null);
      } else {
        setAlarm(batch.deadlineNanos(), now);
      }
    }
  }

  /** Sends a batch that was a probe in vain when its turn among the held ones comes. */
  void sendWhenReleased(Batch batch) {
    due.addLast(batch);
  }

  /** Sends a batch as soon as there is room, before all others. */
  void sendNext(Batch batch) {
    due.addFirst(batch);
  }

  /** Sends a batch again after a wait. */
  void sendLater(Batch batch, Duration delay) {
    batch.waiting(
        schedule(
            () ->
                inMailbox(
                    () -> {
                      if (batch.call().batches().contains(batch)) {
                        batch.settled();
                        due.addLast(batch);
                      }
                    }),
            delay));
  }

  /**
   * Gives a write its outcome and its user's turn back, once the membership store knows of it, so
   * that the user's next write is decided by what this one came to.
   */
  void finish(DeliveryCall call, UserWrite write, List<UserOutcome> outcomes) {
    long endedAt = settings.timeSource().nanoTime();
    if (outcomes.get(outcomes.size() - 1) instanceof Accepted) {
      call.accepted();
    }
    RecordChange change = write.afterwards(outcomes);
    Runnable end =
        () -> {
          turns.release(write, endedAt);
          call.finished(write, outcomes);
        };
    if (ledger == null || change == null) {
      end.run();
    } else {
      ledger.settle(write, change, end);
    }
  }

  /** Ends a batch and all writes in it that have no outcome. */
  void giveUp(Batch batch, Reason reason, String message, @Nullable Instant retryAt) {
    retire(batch);
    for (UserWrite write : batch.writes()) {
      if (!write.finished()) {
        finish(batch.call(), write, write.givenUp(reason, message, retryAt));
      }
    }
  }

  /** The batch is over; its writes are finished or go on in others. */
  void retire(Batch batch) {
    batch.settled();
    batch.call().batches().remove(batch);
    due.remove(batch);
  }

  boolean isInFlight(Batch batch) {
    return attempts.isInFlight(batch);
  }

  /** Goes on with writes whose users Braze has told of. */
  void readBack(Batch batch, Verdict.Exported answer) {
    exports().read(batch, answer, decisions);
  }

  /** Reads back nothing for a call for a while, which otherwise goes on. */
  void stopReading(DeliveryCall call, DeliveryCall.Stop why) {
    exports().stop(call, why);
  }

  /** Starts nothing more for a call. What is in flight is let come to its end. */
  void stop(DeliveryCall call, DeliveryCall.Stop why) {
    if (call.stop() != null) {
      return;
    }
    call.stop(why);
    for (UserWrite write : List.copyOf(call.parked())) {
      call.finished(write, write.givenUp(why.reason(), why.message(), why.retryAt()));
    }
    call.parked().clear();
    if (exports != null) {
      exports.stop(call, why);
    }
    for (UserWrite write : List.copyOf(call.ready())) {
      finish(call, write, write.givenUp(why.reason(), why.message(), why.retryAt()));
    }
    call.ready().clear();
    for (Batch batch : List.copyOf(call.batches())) {
      if (!attempts.isInFlight(batch)) {
        giveUp(batch, why.reason(), why.message(), why.retryAt());
      }
    }
  }

  private void abort(DeliveryCall call, DeliveryCall.Stop why) {
    stop(call, why);
    for (Batch batch : new ArrayList<>(call.batches())) {
      attempts.abort(batch);
    }
  }

  private void deadlinePassed(DeliveryCall call) {
    if (calls.contains(call)) {
      stop(call, new DeliveryCall.Stop(Reason.DEADLINE, DEADLINE));
    }
  }
}
