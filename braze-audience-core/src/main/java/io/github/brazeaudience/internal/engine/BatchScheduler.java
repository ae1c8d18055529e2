package io.github.brazeaudience.internal.engine;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts batches, in the order of the {@link BatchSelector}, as long as they may start. Owns the
 * {@link OpenCalls open calls} and the {@link BatchQueue unfinished batches}.
 */
final class BatchScheduler {
  private final List<BatchSource> sources;

  /** The sources that share one limit of requests in flight, and those with their own limits. */
  private final List<BatchSource> shared;

  private final List<BatchSource> separate;

  private final WriteResolver resolver;
  private final RequestSender sender;
  private final BatchSplitter splitter;
  private final Completer completer;
  private final OpenCalls calls = new OpenCalls();
  private final BatchQueue queue = new BatchQueue();
  private final BatchSelector selector;

  /** When the batch that waits for a retry token or a rate limiter may start, or null. */
  private @Nullable Long nextStartNanos;

  /**
   * Creates a scheduler without batches.
   *
   * @param sources in the order of their priority
   */
  BatchScheduler(
      List<BatchSource> sources,
      WriteResolver resolver,
      RequestSender sender,
      BatchSplitter splitter,
      Completer completer) {
    this.sources = List.copyOf(sources);
    this.shared = sources.stream().filter(source -> !source.isSeparate()).toList();
    this.separate = sources.stream().filter(BatchSource::isSeparate).toList();
    this.resolver = resolver;
    this.sender = sender;
    this.splitter = splitter;
    this.completer = completer;
    this.selector = new BatchSelector(queue, calls, sender::inFlight, this::nextStart);
  }

  /** Adds a call, unless it is done or was added before. */
  void open(Call call) {
    calls.add(call);
  }

  /** {@return the open calls, in the order of their turns} */
  List<Call> calls() {
    return calls.all();
  }

  boolean hasCalls() {
    return !calls.isEmpty();
  }

  /** {@return the calls that are not stopped and whose deadline is not after this time} */
  List<Call> pastDeadline(long nanos) {
    return calls.pastDeadline(nanos);
  }

  /** Removes the calls that are done. */
  void completeCalls() {
    calls.complete(call -> sources.forEach(source -> source.release(call)));
  }

  /** Adds batches, in their order, before all others that are due. */
  void acceptFirst(List<Batch> first) {
    queue.addFirst(first);
  }

  /** Adds a batch after all others that are due. */
  void acceptLast(Batch batch) {
    queue.addLast(batch);
  }

  /** Adds a batch that is due after its backoff. */
  void acceptAfter(Batch batch, Duration backoff, long nowNanos) {
    queue.addAfter(batch, backoff, nowNanos);
  }

  /** Starts batches until none may start. */
  void startAll(long nowNanos, int maxInFlight) {
    nextStartNanos = null;
    do {
      // One at a time, so retries whose backoffs end together do not hold up all new batches.
      queue.endBackoff(nowNanos);
      while (inFlight() < maxInFlight && startNext(shared, nowNanos, inFlight())) {}
      for (BatchSource source : separate) {
        while (startNext(List.of(source), nowNanos, sender.inFlight(source))) {}
      }
    } while (queue.isBackoffOver(nowNanos));
  }

  /**
   * {@return the number of requests in flight that share one limit, plus the batches that are being
   * marked in the store}
   */
  int inFlight() {
    return sender.inFlight() + resolver.marking();
  }

  /** Returns true if a batch started, failed, was resized or waits for its mark. */
  private boolean startNext(List<BatchSource> from, long nowNanos, int inFlight) {
    Batch batch = selector.next(from, nowNanos, inFlight);
    if (batch == null) {
      return false;
    }
    queue.take(batch);
    if (splitter.isTooLarge(batch)) {
      resize(batch);
      return true;
    }
    if (failIfPastDeadline(batch, nowNanos) || resolver.mark(batch)) {
      return true;
    }
    long wait = batch.admission().acquireStart(batch, nowNanos);
    if (wait > 0 && failIfTooLate(batch, nowNanos + wait, nowNanos)) {
      return true;
    }
    if (wait > 0) {
      queue.addFirst(List.of(batch));
      nextStart(nowNanos + wait);
      // A limiter of one operation holds up no other operation.
      return batch.admission().limiters().ownDelayNanos(nowNanos) > 0;
    }
    batch.admission().onStart(batch);
    boolean sent = false;
    try {
      sent = sender.send(batch);
    } finally {
      if (!sent) {
        batch.admission().limiters().release();
      }
    }
    return sent;
  }

  /** Resizes a batch, together with other due batches that are too large. */
  private void resize(Batch batch) {
    List<Batch> tooLarge = splitter.tooLargeWith(batch, queue.due());
    tooLarge.forEach(this::release);
    queue.addFirst(splitter.resize(tooLarge));
  }

  private void nextStart(long nanos) {
    nextStartNanos = Times.earlier(nextStartNanos, nanos);
  }

  private boolean failIfPastDeadline(Batch batch, long nowNanos) {
    return failIf(batch, batch.admission().checkDeadline(batch, nowNanos));
  }

  private boolean failIfTooLate(Batch batch, long startNanos, long nowNanos) {
    return failIf(batch, batch.admission().checkStart(batch, startNanos, nowNanos));
  }

  private boolean failIf(Batch batch, @Nullable StopCause cause) {
    if (cause != null) {
      fail(batch, cause);
    }
    return cause != null;
  }

  /**
   * Fails the due batches that cannot start before their deadline.
   *
   * @param pauseEndNanos the end of the pause that Braze ordered, or null
   */
  void expire(@Nullable Long pauseEndNanos, long nowNanos) {
    for (Batch batch : queue.due()) {
      if (pauseEndNanos == null || !failIfTooLate(batch, pauseEndNanos, nowNanos)) {
        failIfPastDeadline(batch, nowNanos);
      }
    }
  }

  /** {@return when {@link #startAll} or {@link #expire} has something to do, or null} */
  @Nullable Long nextWakeNanos() {
    return Times.earliest(nextStartNanos, queue.nextWakeNanos(), calls.nextDeadlineNanos());
  }

  /** Removes a batch whose writes are finished or are moved to other batches. */
  void release(Batch batch) {
    queue.remove(batch);
    resolver.release(batch);
    batch.source().release(batch);
  }

  /** Fails a batch and those of its writes that have no outcome. */
  void fail(Batch batch, StopCause cause) {
    release(batch);
    batch.writes().stream()
        .filter(write -> !write.isDone())
        .forEach(write -> completer.fail(write, cause));
  }

  /** Fails the batches of a call that are not in flight. */
  void drain(Call call, StopCause cause) {
    for (Batch batch : queue.of(call)) {
      if (!batch.isInFlight()) {
        fail(batch, cause);
      }
    }
  }

  /** Aborts the requests of a call that are in flight. */
  void abort(Call call) {
    queue.of(call).forEach(sender::abort);
  }

  /** Forgets all batches that are not in flight, after the engine failed. */
  void reset() {
    nextStartNanos = null;
    queue.removeWaiting().forEach(batch -> batch.admission().onAbandoned(batch));
  }
}
