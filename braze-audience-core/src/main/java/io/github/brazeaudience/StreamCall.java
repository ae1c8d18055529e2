package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.CallObserver.Totals;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Call for a stream: pulls updates and handles outcomes on the calling thread, in constant memory.
 */
final class StreamCall {
  private final Thread caller = Thread.currentThread();
  private final CallContext context;
  private final OutcomeHandler handler;
  private final DeliveryEngine engine;
  private final long startedAt;
  private final TrackingGroups groups;
  private final StreamRoom room = new StreamRoom();
  private final StreamInbox inbox;
  private final DeliveryEngine.Handle handle;
  private final LingeringStreamBuffer buffer;
  private final ForwardSummary.Builder summary = ForwardSummary.builder();
  private @Nullable Totals totals;
  private @Nullable Throwable handlerFailure;
  private int pulledAfterClose;
  private boolean interrupted;
  private boolean truncated;

  StreamCall(CallContext context, Duration linger, OutcomeHandler handler) {
    this.context = context;
    this.engine = context.engine();
    this.handler = Objects.requireNonNull(handler, "handler");
    this.startedAt = context.nanoTime();
    this.groups = context.processing().newGroups();
    this.inbox = new StreamInbox(room, engine::execute);
    this.handle = engine.open(inbox, false, groups);
    this.buffer =
        new LingeringStreamBuffer(
            context.merger(inbox::unsent),
            new StreamSubmission(room, inbox, handle),
            context.settings(),
            linger,
            engine::requestSize);
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
      StreamSource source = new StreamSource(updates);
      if (updates instanceof WaitingIterator<?> waiting) {
        waiting.whileWaiting(this::handleOutcomes);
      }
      while (!source.isEnded()) {
        fill(source);
        if (!source.isEnded()) {
          buffer.submit();
        }
      }
      buffer.close();
      cancelIfInterrupted();
      handle.endOfInput();
      while (totals == null || !room.isEmpty()) {
        receiveNext();
      }
      receiveAll();
      if (source.failure() != null) {
        return StreamCall.<ForwardSummary, RuntimeException>rethrow(source.failure());
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

  /** Pulls updates into the buffer until a request is full, and handles outcomes in between. */
  private void fill(StreamSource source) {
    int max = StreamRoom.UPDATES_PER_REQUEST;
    boolean full = false;
    for (int pulled = 0; pulled < max && !source.isEnded() && !full; pulled++) {
      makeRoom();
      AudienceUpdate update = pull(source);
      if (handlerFailure != null) {
        StreamCall.<@Nullable Object, RuntimeException>rethrow(handlerFailure);
      }
      if (update != null) {
        full = buffer.add(source.index(), update);
      }
    }
  }

  private @Nullable AudienceUpdate pull(StreamSource source) {
    if (stopsPulling()) {
      source.end();
      truncated = true;
      return null;
    }
    return source.next();
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

  /** Run by a waiting iterator. Keeps an exception of the handler, in case it is swallowed. */
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

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends @Nullable Object, E extends Throwable> T rethrow(Throwable failure)
      throws E {
    throw (E) failure;
  }

  /** Handles finished outcomes, and waits for more while too many updates are in flight. */
  private void makeRoom() {
    receiveAll();
    if (room.isFull(engine.maxInFlight())) {
      handle.flush();
    }
    while (room.isFull(engine.maxInFlight())) {
      receiveNext();
    }
  }

  private void receiveAll() {
    for (StreamInbox.Message next = inbox.poll(); next != null; next = inbox.poll()) {
      receive(next);
    }
  }

  private void receiveNext() {
    try {
      receive(inbox.take(context.callerWait()));
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

  private void receive(StreamInbox.Message message) {
    if (message instanceof StreamInbox.Message.Finished some) {
      room.finished(some.writes(), some.outcomes().size());
      some.outcomes().forEach(this::deliver);
    } else if (message instanceof StreamInbox.Message.Unsent unsent) {
      deliver(unsent.outcome());
    } else if (message instanceof StreamInbox.Message.Done done) {
      totals = done.totals();
    }
  }

  private void deliver(UserOutcome outcome) {
    summary.add(outcome);
    handler.handle(outcome);
  }

  /** Cancels the call after an exception, and waits for its end without handling outcomes. */
  private void abandon() {
    buffer.close();
    handle.cancel();
    handle.endOfInput();
    while (totals == null) {
      try {
        if (inbox.take(context.callerWait()) instanceof StreamInbox.Message.Done done) {
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
