package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.internal.resilience.AimdConcurrencyLimiter;
import io.github.brazeaudience.internal.resilience.RequestSizeLimit;
import io.github.brazeaudience.internal.resilience.RetryTokenBucket;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The stages of an engine, connected in order. */
final class Pipeline {
  private final EngineSettings settings;
  private final AimdConcurrencyLimiter concurrency;
  private final RequestSizeLimit requestSize;
  private final Admission admission;
  private final WriteResolver resolver;
  private final DeviceLookup lookup;
  private final PerUserSequencer sequencer;
  private final Completer completer;
  private final Batcher batcher;
  private final RequestSender sender;
  private final BatchScheduler scheduler;
  private final ResultRecorder results;
  private final ResponseHandler responses;

  Pipeline(EngineSettings settings, PayloadBuilder payload, SerialExecutor executor) {
    EngineSettings.Policies policies = settings.policies();
    this.settings = settings;
    this.concurrency = new AimdConcurrencyLimiter(policies.concurrency());
    this.requestSize = new RequestSizeLimit(settings.config().maxObjectsPerRequest());
    RetryTokenBucket retryTokens =
        new RetryTokenBucket(policies.retry().budget(), settings.time().nanoTime());
    this.admission = new Admission(settings, retryTokens, List.of(policies.rateLimiter()));
    WriteResolver.Context context =
        new WriteResolver.Context(settings, payload, retryTokens, executor::execute);
    Next next = new Next();
    this.resolver = settings.resolver().create(context, next);
    this.sequencer =
        new PerUserSequencer(policies.minUserWriteInterval().toNanos(), resolver::resolve);
    this.completer = new Completer(sequencer, resolver, settings.time());
    RetryTokenBucket lookupTokens =
        new RetryTokenBucket(policies.retry().budget(), settings.time().nanoTime());
    this.lookup =
        new DeviceLookup(
            context.withRetryTokens(lookupTokens), resolver, next, completer, sequencer::accept);
    Codec codec = settings.environment().codec().apply(payload.encoder());
    this.batcher = new Batcher(codec, admission, completer, requestSize);
    this.sender = new RequestSender(settings, codec, executor, this::responded);
    List<BatchScheduler.Source> sources = new ArrayList<>(resolver.sources());
    sources.add(batcher);
    sources.addAll(lookup.sources());
    BatchSplitter splitter = new BatchSplitter(batcher, requestSize);
    this.scheduler = new BatchScheduler(sources, resolver, sender, splitter, completer);
    this.results = new ResultRecorder(settings.config().restApiKey());
    this.responses = new ResponseHandler(settings, scheduler, splitter, requestSize, completer);
  }

  int maxInFlight() {
    return concurrency.current();
  }

  /** {@return the number of objects in the next request; may be called from any thread} */
  int nextRequestSize() {
    return requestSize.next();
  }

  /** Opens a call. Later operations repeat this, because it may have failed. */
  void open(Call call) {
    scheduler.open(call);
  }

  void endOfInput(Call call) {
    call.endOfInput();
    open(call);
  }

  void accept(Call call, List<UserWrite> writes) {
    open(call);
    boolean idle = !call.hasOpenWrites();
    writes.forEach(call::add);
    expireOutageBefore(idle ? call : null);
    StopCause cause = call.stopCause();
    if (cause != null) {
      lookup.fail(writes, cause);
      sequencer.drain(call, cause);
    } else {
      writes.forEach(lookup::identify);
    }
  }

  /** Lets each stage do all work that is due. */
  void pump(long now) {
    sequencer.endCooldowns(now);
    stopAll(admission.expireOutage(now));
    lookup.expireOutage(now);
    resolver.poll(now);
    scheduler.startAll(now, concurrency.current());
    stopCallsInPause(now);
    scheduler.expire(admission.pauseEndNanos(), now);
    resolver.expire(now);
    scheduler.completeCalls();
  }

  /** {@return when a stage has work that becomes due by time alone, or null} */
  @Nullable Long nextWakeNanos(long now) {
    return Times.earliest(
        lookup.nextWakeNanos(now),
        sequencer.nextWakeNanos(),
        admission.nextWakeNanos(now),
        resolver.nextWakeNanos(now),
        scheduler.nextWakeNanos(),
        sender.nextWakeNanos());
  }

  /** Returns true if all calls are done and their records are settled. */
  boolean isDone(long now) {
    return scheduler.calls().isEmpty() && resolver.isSettled(now);
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
      MaxInFlightChanged event = new MaxInFlightChanged(before, current);
      settings.listener().notify(it -> it.maxInFlightChanged(event));
    }
  }

  /** Stops the calls whose deadline has passed. */
  void stopPastDeadline(long now) {
    for (Call call : scheduler.calls()) {
      if (call.isPastDeadline(now)) {
        stop(call, StopCause.DEADLINE_PASSED);
      }
    }
  }

  /** Stops the calls whose deadline passes before Braze accepts requests again. */
  private void stopCallsInPause(long now) {
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

  /** Fails the writes of a call that are not in flight. Requests in flight continue. */
  private void stop(Call call, StopCause cause) {
    if (call.stopCause() != null) {
      return;
    }
    call.stop(cause);
    lookup.drain(call, cause);
    sequencer.drain(call, cause);
    resolver.drain(call, cause);
    batcher.drain(call, cause);
    scheduler.drain(call, cause);
  }

  /** Stops a call, and aborts its requests in flight. */
  void abort(Call call, StopCause cause) {
    stop(call, cause);
    scheduler.abort(call);
  }

  void abortAll(StopCause cause) {
    scheduler.calls().forEach(call -> abort(call, cause));
  }

  /** Abandons a request that has not ended in time. */
  void expireRequest() {
    sender.expire(settings.time().nanoTime());
  }

  /** Does what a lost task or timer should have done for a call. */
  void wake(Call call) {
    open(call);
    sender.handleLostEnds();
    expireRequest();
  }

  /**
   * Ends all writes that are not in flight, after a task failed and a write may be between two
   * stages. Relies on three invariants that hold after any failure: {@link OpenWrites} contains
   * each write until it is reported; the result of a request is kept until it is recorded on all
   * writes; requests in flight keep their timeout.
   */
  void recover(StopCause cause) {
    recordUnhandledResult();
    scheduler.reset();
    batcher.reset();
    lookup.reset();
    resolver.reset();
    List<UserWrite> open = new ArrayList<>();
    for (Call call : scheduler.calls()) {
      call.reset();
      call.forEachOpen(open::add);
    }
    sequencer.reset(
        open.stream()
            .filter(UserWrite::isIdentified)
            .filter(write -> write.isInFlight() || write.attempts() > 0)
            .toList());
    failAll(open, cause);
    sender.handleLostEnds();
    scheduler.completeCalls();
  }

  private void recordUnhandledResult() {
    Batch batch = sender.handling();
    AttemptResult result = sender.handlingResult();
    if (batch != null && result != null) {
      results.recordResult(batch, result, settings.time().now());
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
      write.fail(cause);
    }
    resolver.settleLater(write);
    sequencer.release(write, settings.time().nanoTime());
    write.call().report(write);
  }

  /** The stages after the resolver. */
  private final class Next implements WriteResolver.Next {
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
