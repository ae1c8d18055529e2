package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.resilience.AimdConcurrencyLimiter;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Event loop of the delivery: receives submissions, responses, stops and wake-ups, and lets each
 * stage do what can be done now. Thread-safe.
 *
 * <p>If a task fails, all writes that are not in flight get their outcomes and every stage starts
 * afresh; see {@link #recover}. Calls stay open, and later submissions are delivered.
 */
public final class DeliveryEngine {
  private static final System.Logger LOGGER = System.getLogger(DeliveryEngine.class.getName());

  /** Wait before a failed recovery is tried again. */
  private static final Duration RECOVERY_PAUSE = Duration.ofSeconds(1);

  private final EngineSettings settings;
  private final PayloadBuilder payload;
  private final RetryTokenBucket retryTokens;
  private final AimdConcurrencyLimiter concurrency;
  private final SerialExecutor executor;
  private final Admission admission;
  private final WriteResolver resolver;
  private final PerUserSequencer sequencer;
  private final Completer completer;
  private final Batcher batcher;
  private final RequestSender sender;
  private final BatchScheduler scheduler;
  private final ResponseHandler responses;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile boolean closing;

  /** The failure of the engine until it has recovered, or null. */
  private @Nullable StopCause failure;

  /** Creates an engine. */
  public DeliveryEngine(EngineSettings settings, PayloadBuilder payload) {
    this.settings = settings;
    this.payload = payload;
    this.retryTokens =
        new RetryTokenBucket(settings.retryPolicy().budget(), settings.time().nanoTime());
    this.concurrency = new AimdConcurrencyLimiter(settings.policies().concurrency());
    this.executor =
        new SerialExecutor(
            settings.environment().scheduler(),
            settings.time(),
            this::runTask,
            this::expireRequest);
    this.admission =
        new Admission(settings, retryTokens, List.of(settings.policies().rateLimiter()));
    this.resolver = settings.resolver().create(new ResolverEngine());
    this.sequencer =
        new PerUserSequencer(
            settings.policies().minUserWriteInterval().toNanos(), resolver::resolve);
    this.completer = new Completer(sequencer, resolver, settings.time());
    this.batcher = new Batcher(payload.encoder(), admission, completer);
    this.sender = new RequestSender(settings, executor, this::responded);
    List<BatchScheduler.Source> sources = new ArrayList<>(resolver.sources());
    sources.add(batcher);
    this.scheduler = new BatchScheduler(sources, resolver, sender, completer);
    BatchSplitter splitter = new BatchSplitter(batcher);
    this.responses = new ResponseHandler(settings, scheduler, splitter, completer, resolver);
  }

  /** A call of the forwarder. Thread-safe. */
  public final class Handle {
    private final Call call;

    private Handle(Call call) {
      this.call = call;
    }

    /** Submits writes. */
    public void submit(List<UserWrite> writes) {
      executor.execute(() -> accept(call, writes));
    }

    /** Reports that no more writes will be submitted. */
    public void endOfInput() {
      executor.execute(call::endOfInput);
    }

    /** Sends what was submitted, even if it does not fill a request. */
    public void flush() {
      executor.execute(call::flush);
    }

    /** Does what is due, in case the timer does not fire. */
    public void wake() {
      executor.execute(
          () -> {
            sender.handleLostEnds();
            expireRequest();
          });
    }

    /** Starts nothing more, and aborts the requests in flight. */
    public void cancel() {
      executor.execute(() -> abort(call, StopCause.CANCELLED));
    }
  }

  /**
   * Opens a call.
   *
   * @param deadlineForAll true if the deadline applies to the call as a whole, false if it applies
   *     to each batch
   */
  public Handle open(CallObserver observer, boolean deadlineForAll) {
    long limit = settings.retryPolicy().deadline().toNanos();
    long deadline = deadlineForAll ? settings.time().nanoTime() + limit : limit;
    Call call = new Call(observer, deadline, deadlineForAll);
    executor.execute(
        () -> {
          scheduler.open(call);
          if (closing) {
            call.stop(StopCause.CLOSED);
          }
        });
    return new Handle(call);
  }

  /** {@return the number of requests that may be in flight now} */
  public int maxInFlight() {
    return concurrency.current();
  }

  /** Returns true if {@link #close} was called. */
  public boolean isClosed() {
    return closing;
  }

  /**
   * Stops all calls and aborts the requests in flight.
   *
   * @return completes when every call has its outcomes
   */
  public CompletionStage<Void> close() {
    executor.execute(
        () -> {
          closing = true;
          scheduler.calls().forEach(call -> abort(call, StopCause.CLOSED));
        });
    return closed.minimalCompletionStage();
  }

  private void runTask(Runnable task) {
    recover();
    try {
      expireCalls();
      task.run();
      pump();
    } catch (Throwable e) {
      // Includes errors of the virtual machine, because callers wait for outcomes.
      failure = StopCause.engineFailed("delivery engine", e);
      SafeLog.warn(LOGGER, "a delivery task failed; it ends the updates that are not in flight", e);
    }
    recover();
  }

  /** Lets each stage do what can be done now, and sets the timer for the rest. */
  private void pump() {
    long now = settings.time().nanoTime();
    sequencer.wake(now);
    stopAll(admission.expireOutage(now));
    resolver.poll(now);
    scheduler.startAll(now, concurrency.current());
    endInPause(now);
    scheduler.expire(admission.pauseEndNanos(), now);
    resolver.expire(now);
    completeCalls();
    wakeUp(now);
    StopCause rejected = executor.takeRejection();
    if (rejected != null) {
      failure = rejected; // What waits for the timer would wait forever.
    }
  }

  private void wakeUp(long now) {
    Long next =
        Times.earliest(
            sender.nextWakeNanos(),
            sequencer.nextWakeNanos(),
            admission.nextWakeNanos(now),
            resolver.nextWakeNanos(now),
            scheduler.nextWakeNanos());
    executor.wakeByOrCancel(next);
  }

  private void accept(Call call, List<UserWrite> writes) {
    boolean idle = !call.hasOpenWrites();
    writes.forEach(call::add);
    expireOutageBefore(idle ? call : null);
    StopCause cause = call.stopCause();
    if (cause != null) {
      sequencer.drain(call, cause);
    } else {
      writes.forEach(sequencer::accept);
    }
  }

  /**
   * Stops the calls with open writes if an outage has expired. The timer may not have fired while
   * nothing was waiting, and an outage must not stop a call that starts after it.
   */
  private void expireOutageBefore(@Nullable Call starting) {
    StopCause cause = admission.expireOutage(settings.time().nanoTime());
    if (cause == null) {
      return;
    }
    for (Call call : scheduler.calls()) {
      if (call != starting && call.hasOpenWrites()) {
        stop(call, cause);
      }
    }
  }

  private void responded(Batch batch, long request, AttemptResult result) {
    if (batch.isTrack()) {
      adaptConcurrency(batch, request, result);
    }
    StopCause cause = responses.handle(batch, request, result);
    if (cause != null) {
      stop(batch.call(), cause);
    }
  }

  private void adaptConcurrency(Batch batch, long request, AttemptResult result) {
    int before = concurrency.current();
    if (result instanceof AttemptResult.Failure && !batch.isAborted()) {
      concurrency.onFailure(request, sender.started());
    } else if (result.isProcessed()) {
      concurrency.onSuccess(request, scheduler.inFlight() + 1);
    }
    int current = concurrency.current();
    if (current != before) {
      settings
          .listener()
          .notify(it -> it.maxInFlightChanged(new MaxInFlightChanged(before, current)));
    }
  }

  private void expireRequest() {
    sender.expire(settings.time().nanoTime());
  }

  /** Stops the calls whose deadline has passed. */
  private void expireCalls() {
    long now = settings.time().nanoTime();
    for (Call call : scheduler.calls()) {
      if (call.isPastDeadline(now)) {
        stop(call, StopCause.DEADLINE_PASSED);
      }
    }
  }

  /** Stops the calls whose deadline passes before Braze accepts requests again. */
  private void endInPause(long now) {
    Long pauseEnd = admission.pauseEndNanos();
    if (pauseEnd == null) {
      return;
    }
    for (Call call : scheduler.calls()) {
      if (call.isPastDeadline(pauseEnd)) {
        stop(call, admission.deadlineBefore(pauseEnd, now));
      }
    }
  }

  private void stopAll(@Nullable StopCause cause) {
    if (cause != null) {
      scheduler.calls().forEach(call -> stop(call, cause));
    }
  }

  /** Fails the writes of a call that are not in flight. Requests in flight go on. */
  private void stop(Call call, StopCause cause) {
    if (call.stopCause() != null) {
      return;
    }
    call.stop(cause);
    sequencer.drain(call, cause);
    resolver.drain(call, cause);
    batcher.drain(call, cause);
    scheduler.drain(call, cause);
  }

  private void abort(Call call, StopCause cause) {
    stop(call, cause);
    scheduler.abort(call);
  }

  private void completeCalls() {
    scheduler.completeCalls();
    if (closing && scheduler.calls().isEmpty() && resolver.isSettled(settings.time().nanoTime())) {
      closed.complete(null);
    }
  }

  /**
   * Ends all writes that are not in flight if the engine has failed, because a write may be
   * anywhere between two stages. It relies on three things that no failure can take away: {@link
   * OpenWrites} has each write until it is reported; the result of an exchange is kept until it is
   * noted on all writes; exchanges in flight keep their timeout. A recovery that fails is repeated.
   */
  private void recover() {
    StopCause cause = failure;
    if (cause == null) {
      return;
    }
    try {
      noteUnhandledResult();
      scheduler.reset();
      batcher.reset();
      resolver.reset();
      List<UserWrite> open = new ArrayList<>();
      for (Call call : scheduler.calls()) {
        call.reset();
        call.forEachOpen(open::add);
      }
      sequencer.reset(
          open.stream().filter(write -> write.isInFlight() || write.attempts() > 0).toList());
      failAll(open, cause);
      sender.handleLostEnds();
      failure = null;
      completeCalls();
      wakeUp(nanoTime());
    } catch (Throwable e) {
      failure = cause;
      SafeLog.warn(LOGGER, "the engine could not recover; it tries again", e);
      var unused = executor.wakeBy(nanoTime() + RECOVERY_PAUSE.toNanos());
    }
    var unused = executor.takeRejection();
  }

  private void noteUnhandledResult() {
    Batch batch = sender.handling();
    AttemptResult result = sender.handlingResult();
    if (batch != null && result != null) {
      responses.noteResult(batch, result, now());
    }
    sender.handled();
  }

  private void failAll(List<UserWrite> writes, StopCause cause) {
    Throwable failed = null;
    for (UserWrite write : writes) {
      try {
        if (!write.isInFlight()) {
          fail(write, cause);
        }
      } catch (Throwable e) {
        failed = e;
      }
    }
    if (failed != null) {
      throw new IllegalStateException("not all writes could be ended", failed);
    }
  }

  private void fail(UserWrite write, StopCause cause) {
    if (!write.isDone()) {
      var unused = write.fail(cause);
    }
    resolver.settleLater(write);
    sequencer.release(write, nanoTime());
    write.call().report(write);
  }

  private long nanoTime() {
    try {
      return settings.time().nanoTime();
    } catch (Throwable e) {
      return System.nanoTime();
    }
  }

  private Instant now() {
    try {
      return settings.time().now();
    } catch (Throwable e) {
      return Instant.now();
    }
  }

  /** The stages of this engine as its resolver uses them. */
  private final class ResolverEngine implements WriteResolver.Engine {
    @Override
    public EngineSettings settings() {
      return settings;
    }

    @Override
    public PayloadBuilder payload() {
      return payload;
    }

    @Override
    public RetryTokenBucket retryTokens() {
      return retryTokens;
    }

    @Override
    public void execute(Runnable task) {
      executor.execute(task);
    }

    @Override
    public void ready(UserWrite write) {
      batcher.accept(write);
    }

    @Override
    public void complete(UserWrite write) {
      write.complete(write.unsent());
      completer.complete(write);
    }

    @Override
    public void fail(UserWrite write, StopCause cause) {
      completer.fail(write, cause);
    }

    @Override
    public void fail(Batch batch, StopCause cause) {
      scheduler.fail(batch, cause);
    }

    @Override
    public void startFirst(Batch batch) {
      scheduler.acceptFirst(List.of(batch));
    }
  }
}
