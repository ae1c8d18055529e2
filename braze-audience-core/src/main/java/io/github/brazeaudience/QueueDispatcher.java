package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Dispatcher of a queue: collects updates in a buffer, and hands the buffer to the engine when it
 * fills a request or its linger ends. After a fatal failure, the next buffer is sent alone, as a
 * probe. Thread-safe.
 */
final class QueueDispatcher implements Redelivery.Queue {
  private static final System.Logger LOGGER = System.getLogger(AudienceQueue.class.getName());

  private final PendingOutcomes outcomes;
  private final DeliveryEngine engine;
  private final TrackingGroups groups;
  private final Object lock = new Object();
  private final UpdateMerger buffer;
  private final Redelivery redelivery;
  private final LingerTimer lingerTimer;
  private long nextIndex;
  private long bufferNumber;
  private volatile boolean closed;
  private volatile boolean probing;
  private boolean probeInFlight;
  private boolean unflushed;
  private @Nullable QueueCall call;

  QueueDispatcher(
      CallContext context,
      PendingOutcomes outcomes,
      Duration linger,
      @Nullable RedeliveryPolicy policy,
      RandomGenerator random) {
    this.outcomes = outcomes;
    this.engine = context.engine();
    this.groups = context.processing().newGroups();
    this.redelivery =
        policy == null
            ? Redelivery.none(this)
            : new OrderedRedelivery(lock, this, context, policy, random);
    this.lingerTimer =
        new LingerTimer(context.settings().environment().scheduler(), linger, this::lingered);
    this.buffer = context.merger(redelivery::ended);
  }

  TrackingGroups groups() {
    return groups;
  }

  CompletionStage<UserOutcome> add(AudienceUpdate update) {
    synchronized (lock) {
      long index = nextIndex++;
      CompletableFuture<UserOutcome> outcome = outcomes.add(index);
      try {
        add(index, update);
      } catch (Throwable e) {
        // The update was not added, so it gets no outcome.
        outcomes.cancel(index);
        throw e;
      }
      return outcome.minimalCompletionStage();
    }
  }

  /** Dispatches the buffer. Returns a future that completes with the outcomes so far. */
  CompletableFuture<Void> flush() {
    synchronized (lock) {
      tryDispatch();
      return outcomes.all();
    }
  }

  /** Dispatches the buffer, accepts no more updates, and returns the open call, or null. */
  DeliveryEngine.@Nullable Handle close() {
    QueueCall open;
    synchronized (lock) {
      closed = true;
      probing = false;
      lingerTimer.stop();
      redelivery.close();
      tryDispatch();
      open = call;
    }
    if (open == null) {
      return null;
    }
    open.handle().endOfInput();
    return open.handle();
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

  @Override
  public void connect() {
    if (call != null) {
      return;
    }
    call = new QueueCall(this);
    try {
      call.open(engine, groups);
    } catch (Throwable e) {
      // The caller gets it, and the next update opens another call.
      call = null;
      throw e;
    }
  }

  private void lingered() {
    synchronized (lock) {
      lingerTimer.stop();
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
      if (!lingerTimer.isRunning() && (closed || !lingerTimer.start())) {
        fail(drainBuffer(), notSubmitted(e));
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
          write.forEachOutcome(redelivery::ended);
        });
  }

  /**
   * Submits all updates to the engine. The caller holds the lock, which keeps the order of arrival.
   */
  private void dispatch() {
    buffer.merge();
    if (unflushed) {
      flushEngine();
    }
    if (buffer.users() == 0 || (probing && probeInFlight)) {
      return;
    }
    QueueCall current = Objects.requireNonNull(call, "call of waiting updates");
    probeInFlight = probing;
    unflushed = true;
    List<UserWrite> writes = drainBuffer();
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

  private List<UserWrite> drainBuffer() {
    bufferNumber++;
    return buffer.drain();
  }

  private void flushEngine() {
    if (call != null) {
      call.handle().flush();
    }
    unflushed = false;
  }

  @Override
  public void report(UserOutcome outcome) {
    outcomes.report(outcome);
  }

  @Override
  public void deliver(long index, AudienceUpdate update) {
    if (engine.isClosed()) {
      redelivery.ended(afterClose(index, update));
      return;
    }
    connect();
    buffer.add(index, update);
    boolean full = buffer.users() >= engine.requestSize();
    boolean lingers = lingerTimer.isRunning() || buffer.users() == 0;
    if (full || !(lingers || lingerTimer.start())) {
      tryDispatch();
    }
  }

  @Override
  public long bufferNumber() {
    return bufferNumber;
  }

  void finished(QueueCall from, UserWrite write) {
    write.forEachOutcome(redelivery::ended);
    if (!probing) {
      return; // Without the lock, which the threads that add updates contend for.
    }
    synchronized (lock) {
      if (probing && probeInFlight && call == from) {
        probing = false;
        probeInFlight = false;
        tryDispatch();
      }
    }
  }

  /** Fails the buffer if the open call is stopped. The next update opens another call. */
  void stopped(QueueCall from, StopCause cause) {
    synchronized (lock) {
      from.setStopped();
      if (call != from) {
        return;
      }
      call = null;
      // Only a closed engine closes the queue. Other causes may be over when the next update
      // arrives.
      closed |= engine.isClosed();
      probing = !closed;
      probeInFlight = false;
      if (closed) {
        redelivery.close();
      }
      fail(drainBuffer(), cause);
    }
  }
}
