package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadEncoder;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
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
  private static final System.Logger LOGGER = System.getLogger(Delivery.class.getName());

  /** How long after a recovery that failed the next one is tried, if nothing else happens. */
  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(1);

  private static final DeliveryCall.Stop CLOSED =
      new DeliveryCall.Stop(
          Reason.CLOSED,
          "the forwarder was closed before this update was sent; forward it with another one");

  private static final DeliveryCall.Stop CANCELLED =
      new DeliveryCall.Stop(Reason.CANCELLED, "the call was cancelled; forward it again");

  private final PayloadEncoder encoder;
  private final DeliverySettings settings;
  private final Mailbox mailbox = new Mailbox();
  private final GuardedScheduler scheduler;
  private final Alarm alarm;
  private final Set<DeliveryCall> calls = new LinkedHashSet<>();
  private final Attempts attempts;
  private final ConcurrencyLimit limit;
  private final OutageGates gates;
  private final UserTurns turns;
  private final DueBatches due;
  private final Endings endings;
  private final Deadlines deadlines;
  private final StartOrder order;
  private final Consequences consequences;
  private final Recovery recovery;
  private final @Nullable Membership membership;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private volatile boolean closed;

  /** Why calls that are opened from now on start nothing. */
  private DeliveryCall.@Nullable Stop over;

  /** What failed in the engine, until the recovery is done. */
  private DeliveryCall.@Nullable Stop failure;

  /** What there is besides if a membership store is. */
  private record Membership(MembershipLedger ledger, Exports exports, StoreDecisions decisions) {}

  /**
   * An engine for one configuration.
   *
   * @param config where requests go and what they look like
   * @param payload the rules by which writes are encoded
   * @param settings policies and seams
   */
  public Delivery(BrazeAudienceConfig config, PayloadBuilder payload, DeliverySettings settings) {
    this.encoder = payload.encoder();
    this.settings = settings;
    this.scheduler = new GuardedScheduler(settings.scheduler());
    this.alarm = new Alarm(scheduler, this::inMailbox);
    this.attempts = new Attempts(config, settings, scheduler, this::inMailbox, this::answered);
    this.limit = new ConcurrencyLimit(settings.concurrency(), settings.listener());
    this.gates = new OutageGates(settings);
    this.turns = new UserTurns(settings.minUserWriteInterval().toNanos(), this::turnCame);
    this.due = new DueBatches(scheduler, this::inMailbox);
    MembershipSettings store = settings.membership();
    MembershipLedger ledger =
        store == null
            ? null
            : new MembershipLedger(store, payload, settings.timeSource(), this::inMailbox);
    this.endings = new Endings(calls, due, attempts, turns, ledger, settings.timeSource());
    this.membership = store == null || ledger == null ? null : membership(store, ledger);
    this.deadlines =
        new Deadlines(
            calls,
            due,
            endings,
            gates.writes(),
            alarm,
            settings.timeSource(),
            settings.retryPolicy());
    RetryBudget budget =
        new RetryBudget(settings.retryPolicy().budget(), settings.timeSource().nanoTime());
    Exports exports = membership == null ? null : membership.exports();
    this.order = new StartOrder(calls, due, gates, exports, budget, attempts, alarm);
    this.consequences =
        new Consequences(
            config.restApiKey(),
            settings,
            due,
            endings,
            gates,
            budget,
            membership == null ? null : membership.decisions());
    this.recovery =
        new Recovery(
            calls, due, attempts, turns, gates, alarm, consequences, ledger, settings.timeSource());
  }

  private Membership membership(MembershipSettings store, MembershipLedger ledger) {
    Exports exports = new Exports(settings, store, ledger, calls, due, endings, attempts, gates);
    return new Membership(ledger, exports, new StoreDecisions(ledger, exports, endings, due));
  }

  /** A call that is under way, as its caller sees it. */
  public final class Handle {
    private final DeliveryCall call;

    private Handle(DeliveryCall call) {
      this.call = call;
    }

    /** Hands in writes. */
    public void submit(List<UserWrite> writes) {
      inMailbox(() -> open(call, writes));
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

    /** Does what is due, in case the timer does not. */
    public void wake() {
      inMailbox(attempts::collect);
    }

    /** Starts nothing more and aborts what is under way. */
    public void cancel() {
      inMailbox(() -> endings.abort(call, CANCELLED));
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
        new DeliveryCall(encoder, sink, deadlineForAll ? now + limit : limit, deadlineForAll);
    inMailbox(
        () -> {
          calls.add(call);
          if (over != null) {
            call.stop(over);
          } else if (deadlineForAll) {
            startDeadline(call, limit);
          }
        });
    return new Handle(call);
  }

  /** A call whose deadline nothing watches over starts nothing. */
  private void startDeadline(DeliveryCall call, long limitNanos) {
    ScheduledTask timer =
        scheduler.schedule(
            () -> inMailbox(() -> deadlines.passed(call)), Duration.ofNanos(limitNanos));
    if (timer != null) {
      call.deadlineTimer(timer);
      return;
    }
    DeliveryCall.Stop refused = scheduler.takeRefusal();
    if (refused != null) {
      call.stop(refused);
    }
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
          over = CLOSED;
          closed = true;
          endings.abortAll(CLOSED);
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
          recover();
          try {
            task.run();
            pump();
          } catch (Throwable e) {
            // Whatever it is, also an error of the virtual machine, and a checked exception in
            // disguise: callers wait for outcomes.
            failed(e);
          }
          recover();
        });
  }

  private void failed(Throwable thrown) {
    failure = EngineFailure.of("delivery engine", thrown);
    SafeLog.warn(LOGGER, "a delivery task failed; what is not in flight ends by it", thrown);
  }

  /** Ends what is not in flight if something has failed; see {@link Recovery}. */
  private void recover() {
    DeliveryCall.Stop why = failure;
    if (why == null) {
      return;
    }
    try {
      recovery.run(why);
      failure = null;
      finishCalls();
      setAlarms(settings.timeSource().nanoTime());
      // Nothing waits now that would need a task that was refused.
      var unused = scheduler.takeRefusal();
    } catch (Throwable e) {
      failure = why;
      SafeLog.warn(LOGGER, "the engine could not recover; it is tried again", e);
      var unused = scheduler.schedule(() -> inMailbox(() -> {}), RECOVERY_PAUSE);
    }
  }

  /** An outage that ended while nobody waited, and no alarm told, ends nothing that comes later. */
  private void endOutage(@Nullable DeliveryCall later) {
    DeliveryCall.Stop over =
        gates.writes().giveUp(settings.timeSource().nanoTime(), settings.timeSource().now());
    if (over == null) {
      return;
    }
    for (DeliveryCall call : List.copyOf(calls)) {
      if (call != later && !call.open().isEmpty()) {
        endings.stop(call, over);
      }
    }
  }

  private void open(DeliveryCall call, List<UserWrite> writes) {
    boolean idle = call.open().isEmpty();
    // First of all and without taking memory, so that no write is lost whatever fails.
    for (int i = 0; i < writes.size(); i++) {
      writes.get(i).submittedBy(call);
      call.opened(writes.get(i));
    }
    endOutage(idle ? call : null);
    DeliveryCall.Stop stop = call.stop();
    if (stop != null) {
      for (UserWrite write : writes) {
        var unused = write.givenUp(stop);
        call.report(write);
      }
      return;
    }
    boolean[] free = turns.take(writes);
    for (int i = 0; i < free.length; i++) {
      if (free[i]) {
        turnTaken(writes.get(i));
      } else {
        call.parked().add(writes.get(i));
      }
    }
  }

  private void turnCame(UserWrite write) {
    write.call().parked().remove(write);
    turnTaken(write);
  }

  private void turnTaken(UserWrite write) {
    if (membership == null || write.isDecided()) {
      write.call().ready().add(write);
    } else {
      write.call().waitsForDecision();
      membership.ledger().add(write);
    }
  }

  /** Does what can be done now, and sets the alarm for the rest. */
  private void pump() {
    long now = settings.timeSource().nanoTime();
    turns.wake(now);
    DeliveryCall.Stop outageOver = gates.writes().giveUp(now, settings.timeSource().now());
    if (outageOver != null) {
      endings.stopAll(outageOver);
    }
    if (membership != null) {
      membership.ledger().decide(membership.decisions());
      membership.exports().endOutage(now);
    }
    startAll(now);
    deadlines.expire(now);
    if (membership != null) {
      membership.ledger().expire(now, membership.decisions());
    }
    finishCalls();
    setAlarms(now);
    DeliveryCall.Stop refused = scheduler.takeRefusal();
    if (refused != null) {
      // What waits would wait for ever.
      failure = refused;
    }
  }

  private void setAlarms(long now) {
    alarm.set(turns.nextWakeNanos(), now);
    alarm.set(gates.writes().nextChangeNanos(now), now);
    if (membership != null) {
      alarm.set(membership.exports().limitEndNanos(now), now);
      alarm.set(gates.exports().nextChangeNanos(now), now);
      alarm.set(membership.ledger().nextEndNanos(), now);
    }
  }

  private void finishCalls() {
    calls.removeIf(DeliveryCall::doneNow);
    if (closed && calls.isEmpty() && isSettled()) {
      ended.complete(null);
    }
  }

  private boolean isSettled() {
    return membership == null || membership.ledger().isSettled(settings.timeSource().nanoTime());
  }

  /** Starts batches while there is room and the limiter grants it. */
  private void startAll(long now) {
    while (underWay() < limit.current() && !scheduler.refused()) {
      Batch batch = order.next(now, underWay());
      if (batch == null) {
        return;
      }
      if (deadlines.isPast(batch, now)) {
        continue;
      }
      if (membership != null && batch.needsMark()) {
        membership.decisions().mark(batch);
        continue;
      }
      long wait = settings.rateLimiter().acquire(now);
      if (deadlines.isTooLong(batch, wait, now)) {
        continue;
      }
      if (wait > 0) {
        due.addFirst(batch);
        alarm.set(now + wait, now);
        return;
      }
      if (membership != null && batch.isExport() && !membership.exports().acquire(now)) {
        due.addFirst(batch);
        continue;
      }
      gates.of(batch).starts(batch);
      if (!attempts.start(batch)) {
        return;
      }
    }
  }

  private int underWay() {
    return attempts.inFlight() + (membership == null ? 0 : membership.decisions().marking());
  }

  private void answered(Batch batch, long request, Verdict verdict) {
    if (!batch.isExport()) {
      learnLimit(batch, request, verdict);
    }
    consequences.draw(batch, request, verdict);
  }

  /** How exports fare says nothing of how many writes at once are well. */
  private void learnLimit(Batch batch, long request, Verdict verdict) {
    if (verdict instanceof Verdict.Failure && !batch.aborted()) {
      limit.failed(request, attempts.started());
    } else if (verdict.isAnswer()) {
      limit.succeeded(request, underWay() + 1);
    }
  }
}
