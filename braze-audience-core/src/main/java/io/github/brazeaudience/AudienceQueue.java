package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.RequestGroups;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Queue that collects single updates into full requests. A request is sent when it is full, or when
 * an update has waited for the linger. The queue is bounded: it holds at most its capacity of
 * updates, including those in flight, and never drops one. Each update has its own outcome.
 *
 * <p>If Braze refuses the key or the endpoint, all queued updates are {@code NotSent}, and the next
 * request is sent alone, as a probe. Thread-safe. Stages that depend on an outcome run one after
 * another on a thread of the forwarder. They may use and close the queue, but a slow stage delays
 * the others, and a stage that waits for another outcome or for a flush deadlocks.
 */
public final class AudienceQueue implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(AudienceQueue.class.getName());

  private final CallContext context;
  private final DeliveryEngine engine;
  private final RequestGroups groups;
  private final Duration linger;
  private final int capacity;
  private final Semaphore room;
  private final SequentialCompleter completions;
  private final Map<Long, CompletableFuture<UserOutcome>> pending = new ConcurrentHashMap<>();

  /** The futures whose outcomes are known but whose stages have not run. */
  private final Map<Long, CompletableFuture<UserOutcome>> completing = new ConcurrentHashMap<>();

  private final Object lock = new Object();
  private final UpdateMerger window;
  private final Redelivery redelivery;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private long nextIndex;
  private long windowNumber;
  private boolean lingering;
  private volatile boolean closed;
  private boolean probing;
  private boolean probeInFlight;
  private boolean unflushed;
  private @Nullable Connection connection;

  AudienceQueue(
      CallContext context,
      Executor callbacks,
      int capacity,
      Duration linger,
      @Nullable RedeliveryPolicy policy,
      RandomGenerator random) {
    this.context = context;
    this.engine = context.engine();
    this.groups = context.processing().newGroups();
    this.linger = linger;
    this.capacity = capacity;
    this.room = new Semaphore(capacity);
    this.completions = new SequentialCompleter(callbacks);
    Delivery delivery = new Delivery();
    this.redelivery =
        policy == null
            ? Redelivery.none(delivery)
            : new OrderedRedelivery(lock, delivery, context, policy, random);
    this.window = context.merger(redelivery::ended);
  }

  /**
   * Adds an update if the queue is not full.
   *
   * @return the future outcome; empty if the queue is full and the update was not added
   */
  public Optional<CompletionStage<UserOutcome>> offer(AudienceUpdate update) {
    Objects.requireNonNull(update, "update");
    return room.tryAcquire() ? Optional.of(add(update)) : Optional.empty();
  }

  /**
   * Adds an update, and waits while the queue is full.
   *
   * @return the future outcome
   * @throws InterruptedException if the thread is interrupted while it waits; the update was not
   *     added
   */
  public CompletionStage<UserOutcome> submit(AudienceUpdate update) throws InterruptedException {
    Objects.requireNonNull(update, "update");
    room.acquire();
    return add(update);
  }

  /**
   * Returns the number of updates without an outcome, including those in flight and those that wait
   * for another delivery. If it is {@link #capacity}, the queue is full.
   */
  public int size() {
    return capacity - room.availablePermits();
  }

  /** {@return the maximum number of updates in the queue} */
  public int capacity() {
    return capacity;
  }

  /**
   * Sends the queued updates without lingering.
   *
   * @return completes when all of them have their outcomes
   */
  public CompletionStage<Void> flush() {
    synchronized (lock) {
      tryDispatch();
      return allPending().minimalCompletionStage();
    }
  }

  /**
   * Returns a handle to wait until Braze has processed the requests that this queue has started so
   * far. Call it after the {@linkplain #flush flush} or close is complete; requests that start
   * later are not covered. Braze tracks a request for 24 hours at most, so if the requests of the
   * queue are not confirmed within 12 hours, the status may stay {@link
   * io.github.brazeaudience.outcome.ProcessingStatus.Unknown} for the life of the queue.
   *
   * <p>Each call starts another request group, of which Braze allows 100,000 in 24 hours, so call
   * it for many updates, not for each. Without {@link AudienceForwarderBuilder#trackProcessing} the
   * status is {@link io.github.brazeaudience.outcome.ProcessingStatus.Unavailable}.
   */
  public Processing processing() {
    return context.processing().processing(groups);
  }

  /**
   * Closes the queue for further updates, sends the queued ones, and waits until all have their
   * outcomes. If the thread is interrupted, the remaining updates are cancelled, and the interrupt
   * is restored after they have their outcomes. Later updates are {@code NotSent(CLOSED)}. If a
   * stage that depends on an outcome calls this method, it does not wait for the stages that run
   * after it.
   */
  @Override
  public void close() {
    CompletableFuture<Void> all;
    Connection current;
    synchronized (lock) {
      closed = true;
      probing = false;
      lingering = false;
      redelivery.close();
      tryDispatch();
      all = allPending();
      current = connection;
    }
    if (pending.isEmpty()) {
      drained.complete(null);
    }
    if (current != null) {
      current.handle().endOfInput();
    }
    if (completions.onThisThread()) {
      all = drained;
    }
    boolean interrupted =
        context
            .callerWait()
            .awaitUninterruptibly(
                all, context.overdueAfter(), () -> wake(current), () -> cancel(current));
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static void wake(@Nullable Connection current) {
    if (current != null) {
      current.handle().wake();
    }
  }

  private static void cancel(@Nullable Connection current) {
    if (current != null) {
      current.handle().cancel();
    }
  }

  /**
   * An outcome moves from {@code pending} to {@code completing}, so reading them in this order
   * misses none.
   */
  private CompletableFuture<Void> allPending() {
    List<CompletableFuture<UserOutcome>> all = new ArrayList<>(pending.values());
    all.addAll(completing.values());
    return CompletableFuture.allOf(all.toArray(CompletableFuture[]::new));
  }

  private CompletionStage<UserOutcome> add(AudienceUpdate update) {
    synchronized (lock) {
      long index = nextIndex++;
      CompletableFuture<UserOutcome> outcome = new CompletableFuture<>();
      pending.put(index, outcome);
      try {
        add(index, update);
      } catch (Throwable e) {
        // The update was not added, so it gets no outcome.
        if (pending.remove(index) != null) {
          room.release();
        }
        throw e;
      }
      return outcome.minimalCompletionStage();
    }
  }

  private void add(long index, AudienceUpdate update) {
    if (!closed) {
      // Before the update is added, so a close of the forwarder reaches it.
      connect();
    }
    if (closed) {
      report(afterClose(index, update));
    } else {
      redelivery.accept(index, update);
    }
  }

  private static NotSent afterClose(long index, AudienceUpdate update) {
    String message = "the queue or its forwarder is closed; forward the update with another one";
    return NotSent.of(index, update, 0, Reason.CLOSED, message, null);
  }

  /** Opens a call of the engine unless one is open. */
  private void connect() {
    if (connection != null) {
      return;
    }
    connection = new Connection();
    try {
      connection.open();
    } catch (Throwable e) {
      connection = null;
      throw e;
    }
  }

  /** Starts the linger, or dispatches at once if the timer cannot be set. */
  private void linger() {
    if (!startLingerTimer()) {
      tryDispatch();
    }
  }

  private boolean startLingerTimer() {
    try {
      context.settings().environment().scheduler().schedule(this::lingered, linger);
      lingering = true;
      return true;
    } catch (Throwable e) {
      // The engine uses the same scheduler and reports the failure.
      return false;
    }
  }

  private void lingered() {
    synchronized (lock) {
      lingering = false;
      tryDispatch();
    }
  }

  /**
   * Dispatches, and after an error tries again when the linger ends. Without a timer, or if the
   * queue is closed, the updates fail.
   */
  private void tryDispatch() {
    try {
      dispatch();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a queue could not hand its updates to the engine", e);
      if (!lingering && (closed || !startLingerTimer())) {
        fail(drainWindow(), notSubmitted(e));
      }
    }
  }

  private static StopCause notSubmitted(Throwable thrown) {
    return new StopCause(
        Reason.CANCELLED,
        "the queue could not hand this update to the engine (%s); forward it again"
            .formatted(thrown.getClass().getSimpleName()));
  }

  private void fail(List<UserWrite> writes, StopCause cause) {
    writes.forEach(
        write -> {
          write.fail(cause);
          write.outcomes().forEach(redelivery::ended);
        });
  }

  /**
   * Submits all updates to the engine. The caller holds the lock, which keeps the order of arrival.
   */
  private void dispatch() {
    window.merge();
    if (unflushed) {
      flushEngine();
    }
    if (window.users() == 0 || (probing && probeInFlight)) {
      return;
    }
    Connection current = Objects.requireNonNull(connection, "connection of waiting updates");
    probeInFlight = probing;
    unflushed = true;
    List<UserWrite> writes = drainWindow();
    try {
      current.handle().submit(writes);
    } catch (Throwable e) {
      // The engine has not accepted them.
      fail(writes, notSubmitted(e));
      probeInFlight = false;
      throw e;
    }
    flushEngine();
  }

  private List<UserWrite> drainWindow() {
    windowNumber++;
    return window.drain();
  }

  private void flushEngine() {
    if (connection != null) {
      connection.handle().flush();
    }
    unflushed = false;
  }

  private void report(UserOutcome outcome) {
    long index = outcome.index();
    CompletableFuture<UserOutcome> waiting = pending.get(index);
    if (waiting != null) {
      // Allocations come first, so this can be repeated after an OutOfMemoryError.
      completing.put(index, waiting);
      var unused = waiting.whenComplete((known, failure) -> completing.remove(index));
      completions.add(waiting, outcome);
      pending.remove(index);
      room.release();
      completions.start();
      if (closed && pending.isEmpty()) {
        drained.complete(null);
      }
    }
  }

  /** What a redelivery does with the queue. */
  private final class Delivery implements Redelivery.Queue {
    @Override
    public void deliver(long index, AudienceUpdate update) {
      if (engine.isClosed()) {
        redelivery.ended(afterClose(index, update));
        return;
      }
      connect();
      window.add(index, update);
      if (window.users() >= engine.requestSize()) {
        tryDispatch();
      } else if (!lingering && window.users() > 0) {
        linger();
      }
    }

    @Override
    public long window() {
      return windowNumber;
    }

    @Override
    public void connect() {
      AudienceQueue.this.connect();
    }

    @Override
    public void report(UserOutcome outcome) {
      AudienceQueue.this.report(outcome);
    }
  }

  /** Call of the engine that lasts until it is stopped. */
  private final class Connection implements CallObserver {
    private DeliveryEngine.@Nullable Handle handle;
    private boolean stopped;

    /** Called with the lock held, because the call may be stopped before it is open. */
    void open() {
      handle = engine.open(this, false, groups);
      if (stopped) {
        handle.endOfInput();
      }
    }

    DeliveryEngine.Handle handle() {
      return Objects.requireNonNull(handle, "an open connection has a handle");
    }

    @Override
    public void finished(List<UserOutcome> outcomes) {
      outcomes.forEach(redelivery::ended);
      synchronized (lock) {
        if (probing && probeInFlight && connection == this) {
          probing = false;
          probeInFlight = false;
          tryDispatch();
        }
      }
    }

    @Override
    public void stopped(StopCause cause) {
      synchronized (lock) {
        stopped = true;
        if (connection != this) {
          return;
        }
        connection = null;
        // Only a closed engine closes the queue. Other causes may be over when the next update
        // arrives.
        closed |= engine.isClosed();
        probing = !closed;
        probeInFlight = false;
        if (closed) {
          redelivery.close();
        }
        fail(drainWindow(), cause);
      }
      if (handle != null) {
        handle.endOfInput();
      }
    }

    @Override
    public void done(Totals totals) {}
  }
}
