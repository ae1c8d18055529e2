package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
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
import org.jspecify.annotations.Nullable;

/**
 * Collects the single updates of a busy service into full requests. An update waits until there are
 * as many users as one request takes, or until it has lingered long enough. The queue is bounded:
 * it holds no more updates than its capacity, those under way included, and never drops one. Each
 * update has an outcome of its own.
 *
 * <p>When Braze refuses the key or the endpoint, all queued updates are {@code NotSent}, and the
 * next request goes alone, to find out whether things are mended. Safe for use by several threads.
 * Stages that depend on an outcome run one after the other on a thread of the forwarder; they may
 * use and close the queue, but those that take long hold up the others, and one that waits for
 * another outcome, or for a flush, waits for ever.
 */
public final class AudienceQueue implements AutoCloseable {
  private static final System.Logger LOGGER = System.getLogger(AudienceQueue.class.getName());

  private final CallContext context;
  private final DeliveryEngine engine;
  private final Duration linger;
  private final Semaphore room;
  private final SequentialCompleter completions;
  private final Map<Long, CompletableFuture<UserOutcome>> pending = new ConcurrentHashMap<>();

  /** Those whose outcomes are known, but on the way to the stages yet. */
  private final Map<Long, CompletableFuture<UserOutcome>> completing = new ConcurrentHashMap<>();

  private final Object lock = new Object();
  private final UpdateMerger window;
  private final CompletableFuture<Void> drained = new CompletableFuture<>();
  private long nextIndex;
  private boolean lingering;
  private volatile boolean closed;
  private boolean alone;
  private boolean loneOneOut;
  private boolean unflushed;
  private @Nullable Connection connection;

  AudienceQueue(CallContext context, Executor callbacks, int capacity, Duration linger) {
    this.context = context;
    this.engine = context.engine();
    this.linger = linger;
    this.room = new Semaphore(capacity);
    this.completions = new SequentialCompleter(callbacks);
    this.window = context.merger(this::finish);
  }

  /**
   * Hands in an update if there is room for it.
   *
   * @param update the update
   * @return the outcome to come; empty if the queue is full, so that the update was not taken
   */
  public Optional<CompletionStage<UserOutcome>> offer(AudienceUpdate update) {
    Objects.requireNonNull(update, "update");
    return room.tryAcquire() ? Optional.of(add(update)) : Optional.empty();
  }

  /**
   * Hands in an update, and waits for room if there is none.
   *
   * @param update the update
   * @return the outcome to come
   * @throws InterruptedException if the thread is interrupted while it waits; the update was not
   *     taken
   */
  public CompletionStage<UserOutcome> submit(AudienceUpdate update) throws InterruptedException {
    Objects.requireNonNull(update, "update");
    room.acquire();
    return add(update);
  }

  /**
   * Sends what has been handed in so far, without lingering.
   *
   * @return completes when all of it has its outcomes
   */
  public CompletionStage<Void> flush() {
    synchronized (lock) {
      tryDispatch();
      return allPending().minimalCompletionStage();
    }
  }

  /**
   * Takes nothing more, sends what was handed in, and waits until all of it has its outcomes. If
   * the thread is interrupted, the rest is cancelled, waited for, and the interrupt restored. Later
   * updates are answered with {@code NotSent(CLOSED)}. Called by a stage that depends on an
   * outcome, it does not wait for the stages of other outcomes, which run after it.
   */
  @Override
  public void close() {
    CompletableFuture<Void> all;
    Connection current;
    synchronized (lock) {
      closed = true;
      alone = false;
      lingering = false;
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
   * An outcome that becomes known meanwhile is in the second if it is not in the first any more.
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
        // It was not taken, so that nobody may wait for it.
        if (pending.remove(index) != null) {
          room.release();
        }
        throw e;
      }
      return outcome.minimalCompletionStage();
    }
  }

  private void add(long index, AudienceUpdate update) {
    if (!closed && connection == null) {
      // Before anything waits here, so that it is heard of when the forwarder is closed.
      connection = new Connection();
      try {
        connection.open();
      } catch (Throwable e) {
        connection = null;
        throw e;
      }
    }
    if (closed) {
      String message = "the queue or its forwarder is closed; forward the update with another one";
      finish(NotSent.of(index, update, 0, Reason.CLOSED, message, null));
      return;
    }
    window.add(index, update);
    if (window.users() >= PayloadLimits.MAX_OBJECTS) {
      tryDispatch();
    } else if (!lingering && window.users() > 0) {
      linger();
    }
  }

  /** Without a timer nothing can linger. */
  private void linger() {
    if (!startsToLinger()) {
      tryDispatch();
    }
  }

  private boolean startsToLinger() {
    try {
      context.settings().environment().scheduler().schedule(this::lingered, linger);
      lingering = true;
      return true;
    } catch (Throwable e) {
      // The engine, which waits with the same scheduler, tells of it.
      return false;
    }
  }

  private void lingered() {
    synchronized (lock) {
      lingering = false;
      tryDispatch();
    }
  }

  /** What cannot be handed to the engine now, as without heap, waits once more or is given up. */
  private void tryDispatch() {
    try {
      dispatch();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a queue could not hand its updates to the engine", e);
      if (!lingering && (closed || !startsToLinger())) {
        window.merge();
        fail(window.drain(), notSubmitted(e));
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
    writes.forEach(write -> write.fail(cause).forEach(this::finish));
  }

  /** Hands all that waits to the engine; holding the lock keeps the order of arrival. */
  private void dispatch() {
    window.merge();
    if (unflushed) {
      flushEngine();
    }
    if (window.users() == 0 || (alone && loneOneOut)) {
      return;
    }
    Connection current = Objects.requireNonNull(connection, "what waits came with a connection");
    loneOneOut = alone;
    unflushed = true;
    List<UserWrite> writes = window.drain();
    try {
      current.handle().submit(writes);
    } catch (Throwable e) {
      // The engine has not taken them.
      fail(writes, notSubmitted(e));
      loneOneOut = false;
      throw e;
    }
    flushEngine();
  }

  /** What was submitted does not wait for more. */
  private void flushEngine() {
    if (connection != null) {
      connection.handle().flush();
    }
    unflushed = false;
  }

  private void finish(UserOutcome outcome) {
    long index = outcome.index();
    CompletableFuture<UserOutcome> waiting = pending.get(index);
    if (waiting != null) {
      // What takes heap comes first, so that this can be done again if there is none.
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

  /** A call of the engine that lasts until it is stopped. */
  private final class Connection implements CallObserver {
    private DeliveryEngine.@Nullable Handle handle;
    private boolean stopped;

    /** Holding the lock, as the call may be stopped before it is open. */
    void open() {
      handle = engine.open(this, false);
      if (stopped) {
        handle.endOfInput();
      }
    }

    DeliveryEngine.Handle handle() {
      return Objects.requireNonNull(handle, "an open connection has a handle");
    }

    @Override
    public void finished(List<UserOutcome> outcomes) {
      outcomes.forEach(AudienceQueue.this::finish);
      synchronized (lock) {
        if (alone && loneOneOut && connection == this) {
          alone = false;
          loneOneOut = false;
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
        // Nothing else ends a queue: what stopped this call may be over when the next update comes.
        closed |= engine.isClosed();
        alone = !closed;
        loneOneOut = false;
        window.merge();
        fail(window.drain(), cause);
      }
      if (handle != null) {
        handle.endOfInput();
      }
    }

    @Override
    public void done(Totals totals) {}
  }
}
