package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Event loop of the delivery. Submissions, responses, stops and timers are tasks of one serial
 * executor; after each task, the {@link Pipeline} does all work that is due. Thread-safe.
 *
 * <p>If a task fails, all writes that are not in flight get their outcomes, and every stage is
 * reset. Calls stay open, and later submissions are delivered.
 */
public final class DeliveryEngine {
  private static final System.Logger LOGGER = System.getLogger(DeliveryEngine.class.getName());

  /** Wait before a failed recovery is tried again. */
  private static final Duration RECOVERY_INTERVAL = Duration.ofSeconds(1);

  private final EngineSettings settings;
  private final SerialExecutor executor;
  private final Pipeline pipeline;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();
  private volatile boolean closing;

  /** The failure of the engine until it has recovered, or null. */
  private @Nullable StopCause failure;

  public DeliveryEngine(EngineSettings settings, PayloadBuilder payload) {
    this.settings = settings;
    this.executor =
        new SerialExecutor(
            settings.environment().scheduler(), settings.time(), this::runTask, this::timerFired);
    this.pipeline = new Pipeline(settings, payload, executor);
  }

  /** A call of the forwarder. Thread-safe. */
  public final class Handle {
    private final Call call;

    private Handle(Call call) {
      this.call = call;
    }

    public void submit(List<UserWrite> writes) {
      executor.execute(() -> pipeline.accept(call, writes));
    }

    public void endOfInput() {
      executor.execute(() -> pipeline.endOfInput(call));
    }

    /** Sends the submitted writes, even if they do not fill a request. */
    public void flush() {
      executor.execute(call::flush);
    }

    /** Does all work that is due, in case the timer does not fire. */
    public void wake() {
      executor.execute(() -> pipeline.wake(call));
    }

    public void cancel() {
      executor.execute(() -> pipeline.stopAndAbort(call, StopCause.CANCELLED));
    }
  }

  /**
   * Opens a call.
   *
   * @param deadlineForAll true if the deadline applies to the call as a whole, false if it applies
   *     to each batch
   * @param groups the groups of its requests
   */
  public Handle open(CallObserver observer, boolean deadlineForAll, TrackingGroups groups) {
    Duration limit = settings.retryPolicy().deadline();
    CallDeadline deadline =
        deadlineForAll
            ? CallDeadline.at(settings.time().nanoTime() + limit.toNanos())
            : CallDeadline.perBatch(limit);
    Call call = new Call(observer, deadline, groups);
    executor.execute(
        () -> {
          if (closing) {
            call.stop(StopCause.CLOSED);
          }
          pipeline.open(call);
        });
    return new Handle(call);
  }

  /** Runs a task in the serial executor, after the current task and the work it caused. */
  public void execute(Runnable task) {
    executor.execute(task);
  }

  public int maxInFlight() {
    return pipeline.maxInFlight();
  }

  /** {@return the number of objects that fill the next request now} */
  public int requestSize() {
    return pipeline.nextRequestSize();
  }

  /** Returns true once the engine has begun to close. */
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
          pipeline.stopAndAbortAll(StopCause.CLOSED);
        });
    return closed.minimalCompletionStage();
  }

  private void timerFired() {
    pipeline.expireRequest();
  }

  private void runTask(Runnable task) {
    recover();
    attempt(() -> pipeline.stopPastDeadline(settings.time().nanoTime()));
    // Also after a failure: a task that is skipped would lose its writes.
    attempt(task);
    if (failure == null) {
      attempt(this::pump);
    }
    recover();
  }

  private void attempt(Runnable step) {
    try {
      step.run();
    } catch (Throwable e) {
      // Includes errors of the virtual machine, because callers wait for outcomes.
      failure = StopCause.engineFailed("delivery engine", e);
      SafeLog.warn(LOGGER, "a delivery task failed; it ends the updates that are not in flight", e);
    }
  }

  private void pump() {
    long now = settings.time().nanoTime();
    pipeline.pump(now);
    afterPump(now);
  }

  private void afterPump(long now) {
    if (closing && pipeline.isDone(now)) {
      closed.complete(null);
    }
    executor.wakeByOrCancel(pipeline.nextWakeNanos(now));
    StopCause rejected = executor.takeRejection();
    if (rejected != null) {
      failure = rejected; // Writes that wait for the timer would wait forever.
    }
  }

  /** Recovers if the engine has failed. A recovery that fails is repeated. */
  private void recover() {
    StopCause cause = failure;
    if (cause == null) {
      return;
    }
    long now = settings.time().nanoTime();
    try {
      pipeline.recover(cause);
      afterPump(now);
      failure = null; // A rejection by the scheduler does not start another recovery.
    } catch (Throwable e) {
      failure = cause;
      SafeLog.warn(LOGGER, "the engine could not recover; it tries again", e);
      var unused = executor.wakeBy(now + RECOVERY_INTERVAL.toNanos());
    }
  }
}
