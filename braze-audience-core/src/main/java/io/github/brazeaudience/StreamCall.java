package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.RequestGroups;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Call for a stream: pulls updates and handles outcomes on the calling thread, in constant memory.
 */
final class StreamCall implements CallObserver {
  private static final Message ROOM_CHANGED = new Message.RoomChanged();

  private final Thread caller = Thread.currentThread();
  private final CallContext context;
  private final OutcomeHandler handler;
  private final StreamWindow window;
  private final DeliveryEngine engine;
  private final DeliveryEngine.Handle handle;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final ForwardSummary.Builder summary = ForwardSummary.builder();
  private final long startedAt;
  private final RequestGroups groups;
  private final StreamRoom room = new StreamRoom();

  // Confined to the serial executor of the engine.
  private List<UserOutcome> finished = newOutcomes();
  private int finishedWrites;

  private volatile @Nullable StopCause stopCause;
  private @Nullable Totals totals;
  private boolean interrupted;
  private boolean truncated;

  /** Message of the engine or of the window's timer to the calling thread. */
  private sealed interface Message {
    /** The outcomes of some writes. */
    record Finished(int writes, List<UserOutcome> outcomes) implements Message {}

    /** The outcome of an update that was not submitted to the engine. */
    record Unsent(UserOutcome outcome) implements Message {}

    /** Some updates began or ceased to wait for an export, so there may be room for others. */
    record RoomChanged() implements Message {}

    record Done(Totals totals) implements Message {}
  }

  StreamCall(CallContext context, Duration linger, OutcomeHandler handler) {
    this.context = context;
    this.engine = context.engine();
    this.handler = Objects.requireNonNull(handler, "handler");
    this.window =
        new StreamWindow(
            context.merger(this::unsent),
            new ToEngine(),
            context.settings().time(),
            context.settings().environment().scheduler(),
            linger,
            engine::requestSize);
    this.startedAt = context.nanoTime();
    this.groups = context.processing().newGroups();
    this.handle = engine.open(this, false, groups);
  }

  /**
   * Collects the outcomes that one response or timer causes. A message for each write would wake
   * the caller again and again while the engine handles a response.
   */
  @Override
  public void finished(List<UserOutcome> outcomes) {
    if (finishedWrites == 0) {
      handle.execute(this::sendFinished);
    }
    finished.addAll(outcomes);
    finishedWrites++;
  }

  private void sendFinished() {
    if (finishedWrites > 0) {
      messages.add(new Message.Finished(finishedWrites, finished));
      finished = newOutcomes();
      finishedWrites = 0;
    }
  }

  private static List<UserOutcome> newOutcomes() {
    return new ArrayList<>(PayloadLimits.MAX_OBJECTS);
  }

  @Override
  public void exportStarted(UserWrite write) {
    room.exportStarted(write);
    messages.add(ROOM_CHANGED);
  }

  @Override
  public void exportEnded(UserWrite write) {
    room.exportEnded(write);
    messages.add(ROOM_CHANGED);
  }

  @Override
  public void stopped(StopCause cause) {
    stopCause = cause;
  }

  @Override
  public void done(Totals all) {
    sendFinished();
    messages.add(new Message.Done(all));
  }

  /**
   * Ends the input if the handler or the iterator closed the forwarder, because the close cannot
   * wait for a stream that ends after it.
   */
  void forwarderClosed() {
    if (Thread.currentThread().equals(caller)) {
      handle.endOfInput();
    }
  }

  ForwardSummary run(Iterator<? extends AudienceUpdate> updates) {
    try {
      Pull pull = new Pull(updates);
      while (!pull.ended) {
        pull.fill();
        if (!pull.ended) {
          window.submit();
        }
      }
      window.close();
      cancelIfInterrupted();
      handle.endOfInput();
      while (totals == null || !room.isEmpty()) {
        next();
      }
      receiveAll();
      if (pull.failure != null) {
        return StreamCall.<ForwardSummary, RuntimeException>rethrow(pull.failure);
      }
      return summarize(totals);
    } catch (Throwable e) {
      // Includes checked exceptions that the caller's code does not declare.
      abandon();
      throw e;
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Pulls updates into the window until a request is full, and handles outcomes in between. */
  private final class Pull {
    private final Iterator<? extends AudienceUpdate> updates;
    private long index;
    private int pulledAfterClose;
    private boolean ended;
    private @Nullable Exception failure;
    private @Nullable Throwable handlerFailure;

    Pull(Iterator<? extends AudienceUpdate> updates) {
      this.updates = updates;
      if (updates instanceof WaitingIterator<?> waiting) {
        waiting.whileWaiting(this::handleOutcomes);
      }
    }

    void fill() {
      int max = StreamRoom.UPDATES_PER_REQUEST;
      for (int pulled = 0; pulled < max && !ended && !window.isFull(); pulled++) {
        AudienceUpdate update = next();
        if (update != null) {
          window.add(index++, update);
        }
      }
    }

    /** Keeps an exception of the handler, in case the iterator swallows it. */
    private void handleOutcomes() {
      if (!caller.equals(Thread.currentThread())) {
        throw new IllegalStateException(
            "outcomes are handled on the thread that called forwardAll; run this inside"
                + " hasNext() or next()");
      }
      try {
        receiveAll();
      } catch (Throwable e) {
        handlerFailure = e;
        throw e;
      }
    }

    private @Nullable AudienceUpdate next() {
      makeRoom();
      AudienceUpdate update = pulled();
      if (handlerFailure != null) {
        return StreamCall.<@Nullable AudienceUpdate, RuntimeException>rethrow(handlerFailure);
      }
      return update;
    }

    private @Nullable AudienceUpdate pulled() {
      if (stopsPulling()) {
        ended = true;
        truncated = true;
        return null;
      }
      try {
        if (updates.hasNext()) {
          AudienceUpdate update = updates.next();
          if (update != null) {
            return update;
          }
          failure =
              new NullPointerException(
                  String.format(
                      Locale.ROOT, "update %d (counted from 0) is null; leave it out", index));
        }
      } catch (Exception e) {
        failure = e;
      }
      ended = true;
      return null;
    }

    /**
     * Returns true if the rest of the stream, which may be endless, is not pulled: after an
     * interrupt, or after a close once as many updates were pulled as could have been in flight. If
     * Braze refuses the call, the rest is pulled and each update gets its outcome.
     */
    private boolean stopsPulling() {
      cancelIfInterrupted();
      return interrupted
          || (engine.isClosed() && ++pulledAfterClose > StreamRoom.maxUsers(engine.maxInFlight()));
    }
  }

  /** Throws an exception of the iterator, declared or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends @Nullable Object, E extends Throwable> T rethrow(Throwable failure)
      throws E {
    throw (E) failure;
  }

  /** Submits the writes of the window to the engine. */
  private final class ToEngine implements StreamWindow.Submission {
    /** After a stop, writes fail here without entering the engine. */
    @Override
    public void submit(List<UserWrite> writes) {
      StopCause stopped = stopCause;
      if (stopped != null) {
        fail(writes, stopped);
        return;
      }
      room.enter(writes);
      try {
        handle.submit(writes);
      } catch (Throwable e) {
        // The engine has not accepted them.
        room.leave(writes);
        fail(writes, new StopCause(Reason.CANCELLED, notSubmitted(e)));
      }
    }

    private void fail(List<UserWrite> writes, StopCause cause) {
      writes.forEach(
          write -> {
            write.fail(cause);
            write.outcomes().forEach(StreamCall.this::unsent);
          });
    }

    @Override
    public void flush() {
      handle.flush();
    }
  }

  private static String notSubmitted(Throwable why) {
    return "the stream could not hand this update to the engine (%s); forward it again"
        .formatted(why.getClass().getSimpleName());
  }

  /** Handles finished outcomes, and waits for more while too many updates are in flight. */
  private void makeRoom() {
    receiveAll();
    if (room.isFull(engine.maxInFlight())) {
      handle.flush();
    }
    while (room.isFull(engine.maxInFlight())) {
      next();
    }
  }

  private void receiveAll() {
    for (Message message = messages.poll(); message != null; message = messages.poll()) {
      receive(message);
    }
  }

  private void next() {
    try {
      receive(context.callerWait().take(messages));
    } catch (InterruptedException e) {
      cancel();
    }
  }

  /** Cancels the call if the thread was interrupted, for example in the iterator. */
  private void cancelIfInterrupted() {
    if (Thread.interrupted()) {
      cancel();
    }
  }

  private void cancel() {
    interrupted = true;
    handle.cancel();
  }

  private void receive(Message message) {
    if (message instanceof Message.Finished some) {
      room.finished(some.writes(), some.outcomes().size());
      some.outcomes().forEach(this::deliver);
    } else if (message instanceof Message.Unsent unsent) {
      deliver(unsent.outcome());
    } else if (message instanceof Message.Done done) {
      totals = done.totals();
    }
  }

  private void unsent(UserOutcome outcome) {
    messages.add(new Message.Unsent(outcome));
  }

  private void deliver(UserOutcome outcome) {
    summary.add(outcome);
    handler.handle(outcome);
  }

  /** Cancels the call after an exception, and waits for its end without handling outcomes. */
  private void abandon() {
    window.close();
    handle.cancel();
    handle.endOfInput();
    while (totals == null) {
      try {
        if (context.callerWait().take(messages) instanceof Message.Done done) {
          totals = done.totals();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private ForwardSummary summarize(Totals all) {
    ForwardSummary result =
        summary
            .requests(all.requests())
            .dataPoints(all.dataPoints())
            .truncated(truncated)
            .processing(context.processing().processing(groups))
            .build();
    context.callFinished(result, startedAt);
    return result;
  }
}
