package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ExportedProfile;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Scheduler of batches: selects the batch that starts next, delays retries by their backoff, probes
 * in rounds, and serves calls in turn, so a large call does not starve a small one. Owns the
 * batches from their formation to their end, and the order of the calls.
 */
public final class BatchScheduler {
  /** Forms batches of one operation from the writes that it owns. */
  public interface Source {
    /** {@return the admission control of the operation} */
    Admission admission();

    /** Fails the writes that the operation's own limiter delays beyond their deadline. */
    default void expireThrottled(long nowNanos) {}

    /** Lets each batch be a probe once more, if the source probes in rounds. */
    default void beginProbeRound() {}

    /** {@return the maximum number of its requests in flight} */
    default int maxInFlight() {
      return Integer.MAX_VALUE;
    }

    /**
     * Returns true if its requests do not count against the limit that all other sources share, so
     * they take no place from others.
     */
    default boolean isSeparate() {
      return false;
    }

    /** {@return the next batch of a call, or null if it has to wait for more writes} */
    @Nullable Batch next(Call call, long nowNanos);

    /** Continues with the writes of a batch after an export. */
    default void exported(Batch batch, List<ExportedProfile> profiles) {
      throw new IllegalStateException("not a source of exports");
    }

    /** Suspends the source for a call after a fatal failure; the rest of the call continues. */
    default void pause(Call call, StopCause cause) {
      throw new IllegalStateException("a fatal failure stops the call");
    }

    /** Forgets a batch that ended. */
    default void release(Batch batch) {}

    /** Forgets a call that is done. */
    default void release(Call call) {}
  }

  private final List<Source> sources;

  /** The sources that share the limit of requests in flight. */
  private final List<Source> shared;

  /** The sources with their own limits. */
  private final List<Source> separate;

  private final WriteResolver resolver;
  private final RequestSender sender;
  private final BatchSplitter splitter;
  private final Completer completer;
  private final Set<Call> calls = new LinkedHashSet<>();
  private final Set<Batch> batches = new LinkedHashSet<>();
  private final Deque<Batch> due = new ArrayDeque<>();

  /** Ordered by their times; batches of equal times keep their order. */
  private final List<Batch> backingOff = new ArrayList<>();

  /** When the batch that waits for a retry token or a rate limiter may start, or null. */
  private @Nullable Long nextStartNanos;

  /**
   * Creates a scheduler without batches.
   *
   * @param sources in the order of their priority
   */
  BatchScheduler(
      List<Source> sources,
      WriteResolver resolver,
      RequestSender sender,
      BatchSplitter splitter,
      Completer completer) {
    this.sources = List.copyOf(sources);
    this.shared = sources.stream().filter(source -> !source.isSeparate()).toList();
    this.separate = sources.stream().filter(Source::isSeparate).toList();
    this.resolver = resolver;
    this.sender = sender;
    this.splitter = splitter;
    this.completer = completer;
  }

  /** Adds a call, unless it is done or was added before. */
  void open(Call call) {
    if (!call.isDone()) {
      calls.add(call);
    }
  }

  /** {@return the open calls, in the order of their turns} */
  List<Call> calls() {
    return List.copyOf(calls);
  }

  /** Removes the calls that are done. */
  void completeCalls() {
    for (Call call : calls()) {
      if (call.completeIfDone()) {
        calls.remove(call);
        sources.forEach(source -> source.release(call));
      }
    }
  }

  /** Adds batches, in their order, before all others that are due. */
  void acceptFirst(List<Batch> first) {
    batches.addAll(first);
    for (int i = first.size() - 1; i >= 0; i--) {
      due.addFirst(first.get(i));
    }
  }

  /** Adds a batch after all others that are due. */
  void acceptLast(Batch batch) {
    batches.add(batch);
    due.addLast(batch);
  }

  /** Adds a batch that is due after its backoff. */
  void acceptAfter(Batch batch, Duration backoff, long nowNanos) {
    batches.add(batch);
    batch.backOffUntil(nowNanos + backoff.toNanos());
    int index = backingOff.size();
    while (index > 0 && backingOff.get(index - 1).dueNanos() - batch.dueNanos() > 0) {
      index--;
    }
    backingOff.add(index, batch);
  }

  /** Starts batches until none may start. */
  void startAll(long nowNanos, int maxInFlight) {
    nextStartNanos = null;
    do {
      // One at a time, so retries whose backoffs end together do not hold up all new batches.
      if (isBackoffOver(nowNanos)) {
        Batch retry = backingOff.remove(0);
        retry.backoffEnded();
        due.addLast(retry);
      }
      while (inFlight() < maxInFlight && startNext(shared, nowNanos, inFlight())) {}
      separate.forEach(source -> startSeparate(source, nowNanos));
    } while (isBackoffOver(nowNanos));
  }

  private void startSeparate(Source source, long nowNanos) {
    List<Source> only = List.of(source);
    while (startNext(only, nowNanos, sender.inFlight(source))) {}
  }

  private boolean isBackoffOver(long nowNanos) {
    return !backingOff.isEmpty() && backingOff.get(0).dueNanos() - nowNanos <= 0;
  }

  /**
   * {@return the number of requests in flight that share one limit, plus the batches that are being
   * marked in the store}
   */
  int inFlight() {
    return sender.inFlight() + resolver.marking();
  }

  /** Returns true if a batch started, failed, was resized or waits for its mark. */
  private boolean startNext(List<Source> from, long nowNanos, int inFlight) {
    Batch batch = next(from, nowNanos, inFlight);
    if (batch == null) {
      return false;
    }
    if (splitter.isTooLarge(batch)) {
      resize(batch);
      return true;
    }
    batches.add(batch);
    if (failIfPastDeadline(batch, nowNanos) || resolver.mark(batch)) {
      return true;
    }
    Admission.Decision decision = batch.admission().acquireStart(batch, nowNanos);
    if (decision.failure() != null) {
      fail(batch, decision.failure());
      return true;
    }
    if (!decision.isStart()) {
      due.addFirst(batch);
      nextStart(nowNanos + decision.waitNanos());
      // A limiter of one operation holds up no other operation.
      return batch.admission().ownLimitDelayNanos(nowNanos) > 0;
    }
    batch.admission().onStart(batch);
    boolean sent = false;
    try {
      sent = sender.send(batch);
    } finally {
      if (!sent) {
        batch.admission().cancelStart();
      }
    }
    return sent;
  }

  /** Resizes a batch, together with other due batches that are too large. */
  private void resize(Batch batch) {
    List<Batch> tooLarge = new ArrayList<>(List.of(batch));
    for (Batch other : due) {
      if (splitter.canResizeTogether(batch, other)) {
        tooLarge.add(other);
      }
    }
    tooLarge.forEach(this::release);
    acceptFirst(splitter.resize(tooLarge));
  }

  private boolean failIfPastDeadline(Batch batch, long nowNanos) {
    StopCause cause = batch.admission().checkDeadline(batch, nowNanos);
    if (cause != null) {
      fail(batch, cause);
    }
    return cause != null;
  }

  /**
   * Prefers a due batch to a new one, unless the due batch has probed in this round and others have
   * not.
   */
  private @Nullable Batch next(List<Source> from, long nowNanos, int inFlight) {
    List<Source> allowed = allowedSources(from, nowNanos, inFlight);
    Batch first = firstDue(allowed);
    boolean othersFirst = first != null && first.admission().hasProbed(first);
    if (first != null && !othersFirst && hasRetryToken(first, nowNanos)) {
      due.remove(first);
      return first;
    }
    allowed.forEach(Source::beginProbeRound);
    Batch next = nextOfCalls(allowed, nowNanos);
    if (next == null && first != null && othersFirst) {
      due.remove(first);
      return first;
    }
    return next;
  }

  private List<Source> allowedSources(List<Source> from, long nowNanos, int inFlight) {
    List<Source> allowed = new ArrayList<>(from.size());
    for (Source source : from) {
      source.expireThrottled(nowNanos);
      if (source.admission().allowsStart(nowNanos, inFlight) && !isAtMaximum(source)) {
        allowed.add(source);
      }
    }
    return allowed;
  }

  private boolean isAtMaximum(Source source) {
    int most = source.maxInFlight();
    return most != Integer.MAX_VALUE && sender.inFlight(source) >= most;
  }

  private @Nullable Batch firstDue(List<Source> allowed) {
    for (Batch batch : due) {
      for (Source source : allowed) {
        if (batch.admission() == source.admission()) {
          return batch;
        }
      }
    }
    return null;
  }

  private boolean hasRetryToken(Batch batch, long nowNanos) {
    long wait = batch.admission().acquireRetryToken(batch, nowNanos);
    if (wait > 0) {
      nextStart(nowNanos + wait);
    }
    return wait == 0;
  }

  private @Nullable Batch nextOfCalls(List<Source> allowed, long nowNanos) {
    for (Call call : calls) {
      for (Source source : allowed) {
        Batch next = source.next(call, nowNanos);
        if (next != null) {
          calls.remove(call);
          calls.add(call);
          return next;
        }
      }
    }
    return null;
  }

  private void nextStart(long nanos) {
    nextStartNanos = Times.earlier(nextStartNanos, nanos);
  }

  /**
   * Fails the due batches that cannot start before their deadline.
   *
   * @param pauseEndNanos the end of the pause that Braze ordered, or null
   */
  void expire(@Nullable Long pauseEndNanos, long nowNanos) {
    for (Batch batch : List.copyOf(due)) {
      Admission admission = batch.admission();
      if (pauseEndNanos != null && admission.lastStartNanos(batch) - pauseEndNanos < 0) {
        fail(batch, admission.deadlineBefore(pauseEndNanos, nowNanos));
      } else {
        failIfPastDeadline(batch, nowNanos);
      }
    }
  }

  /** {@return when {@link #startAll} or {@link #expire} has something to do, or null} */
  @Nullable Long nextWakeNanos() {
    Long next = nextStartNanos;
    if (!backingOff.isEmpty()) {
      next = Times.earlier(next, backingOff.get(0).dueNanos());
    }
    for (Call call : calls) {
      next = Times.earlier(next, call.deadlineNanos());
    }
    for (Batch batch : due) {
      next = Times.earlier(next, batch.admission().lastStartNanos(batch) + 1);
    }
    return next;
  }

  /** Removes a batch whose writes are finished or are moved to other batches. */
  void release(Batch batch) {
    batches.remove(batch);
    due.remove(batch);
    backingOff.remove(batch);
    resolver.release(batch);
    batch.source().release(batch);
  }

  /** Fails a batch and those of its writes that have no outcome. */
  void fail(Batch batch, StopCause cause) {
    release(batch);
    for (UserWrite write : batch.writes()) {
      if (!write.isDone()) {
        completer.fail(write, cause);
      }
    }
  }

  /** Fails the batches of a call that are not in flight. */
  void drain(Call call, StopCause cause) {
    for (Batch batch : List.copyOf(batches)) {
      if (batch.call() == call && !batch.isInFlight()) {
        fail(batch, cause);
      }
    }
  }

  /** Aborts the requests of a call that are in flight. */
  void abort(Call call) {
    for (Batch batch : List.copyOf(batches)) {
      if (batch.call() == call && batch.isInFlight()) {
        sender.abort(batch);
      }
    }
  }

  /** Forgets all batches that are not in flight, after the engine failed. */
  void reset() {
    due.clear();
    backingOff.clear();
    nextStartNanos = null;
    for (Batch batch : List.copyOf(batches)) {
      if (!batch.isInFlight()) {
        batches.remove(batch);
        batch.admission().onAbandoned(batch);
      }
    }
  }
}
