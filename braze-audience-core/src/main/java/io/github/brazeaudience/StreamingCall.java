package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.event.CallFinished;
import io.github.brazeaudience.internal.engine.Delivery;
import io.github.brazeaudience.internal.engine.DeliverySettings;
import io.github.brazeaudience.internal.engine.DeliverySink;
import io.github.brazeaudience.internal.engine.UpdateWindow;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.OutcomeHandler;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A call over a stream: pulls updates and handles outcomes on the calling thread, in constant
 * memory.
 */
final class StreamingCall implements DeliverySink {
  /**
   * How many updates may be merged into the writes of one request; a stream of one user only is cut
   * here.
   */
  private static final int MAX_PULLED = 16 * PayloadLimits.MAX_OBJECTS;

  private final Thread caller = Thread.currentThread();
  private final DeliverySettings settings;
  private final OutcomeHandler handler;
  private final CallerWait callerWait;
  private final StreamWindow window;
  private final Delivery delivery;
  private final Delivery.Handle handle;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private final ForwardSummary.Builder summary = ForwardSummary.builder();
  private final long startedAt;
  private final AtomicInteger outstanding = new AtomicInteger();
  private final AtomicInteger outstandingUpdates = new AtomicInteger();
  private volatile @Nullable Stop stop;
  private @Nullable Totals totals;
  private boolean interrupted;
  private boolean truncated;

  /** Why nothing more is sent. */
  private record Stop(Reason reason, String message, @Nullable Instant retryAt) {}

  /** What this call receives from the engine and from the timer of the window. */
  private sealed interface Message {
    record Finished(List<UserOutcome> outcomes) implements Message {}

    /** Of an update that did not go through the engine. */
    record Unsent(UserOutcome outcome) implements Message {}

    record Done(Totals totals) implements Message {}
  }

  StreamingCall(
      PayloadBuilder payload,
      Delivery delivery,
      DeliverySettings settings,
      CallerWait callerWait,
      Duration linger,
      OutcomeHandler handler) {
    this.delivery = delivery;
    this.settings = settings;
    this.handler = Objects.requireNonNull(handler, "handler");
    this.callerWait = callerWait;
    this.window =
        new StreamWindow(
            new UpdateWindow(payload, settings.membership() != null, this::unsent),
            new ToEngine(),
            settings.timeSource(),
            settings.scheduler(),
            linger);
    this.startedAt = settings.timeSource().nanoTime();
    this.handle = delivery.open(this, false);
  }

  @Override
  public void finished(List<UserOutcome> outcomes) {
    messages.add(new Message.Finished(outcomes));
  }

  @Override
  public void stopped(Reason reason, String message, @Nullable Instant retryAt) {
    stop = new Stop(reason, message, retryAt);
  }

  @Override
  public void done(Totals all) {
    messages.add(new Message.Done(all));
  }

  /**
   * The forwarder was closed. If that was done by the handler or the iterator, the close cannot
   * wait for the end of the stream, which comes after it.
   */
  void forwarderClosed() {
    if (Thread.currentThread().equals(caller)) {
      handle.noMoreComes();
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
      noticeInterrupt();
      handle.noMoreComes();
      while (totals == null || outstanding.get() > 0) {
        next();
      }
      receiveAll();
      if (pull.failure != null) {
        return StreamingCall.<ForwardSummary, RuntimeException>rethrow(pull.failure);
      }
      return summarize(totals);
    } catch (Throwable e) {
      // Also a checked exception that the caller's code threw in disguise.
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
      for (int pulled = 0; pulled < MAX_PULLED && !ended && !window.isFull(); pulled++) {
        AudienceUpdate update = next();
        if (update != null) {
          window.add(index++, update);
        }
      }
    }

    /** For an iterator that waits, which must not take an exception of the handler for its own. */
    private void handleOutcomes() {
      if (!caller.equals(Thread.currentThread())) {
        throw new IllegalStateException(
            "outcomes are handled on the thread that called forwardAll; run this inside of hasNext() or next()");
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
        return StreamingCall.<@Nullable AudienceUpdate, RuntimeException>rethrow(handlerFailure);
      }
      return update;
    }

    private @Nullable AudienceUpdate pulled() {
      if (isUnwanted()) {
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
     * Whether the process itself wants no more of a stream, which may have no end. An interrupt
     * says so at once; after a close there are answers for as many as could have been under way.
     * When Braze wants no more, the whole rest is pulled to be answered.
     */
    private boolean isUnwanted() {
      noticeInterrupt();
      return interrupted || (delivery.isClosed() && ++pulledAfterClose > mostOutstanding());
    }
  }

  /** Throws what the iterator threw, be it allowed to or not. */
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T extends @Nullable Object, E extends Throwable> T rethrow(Throwable failure)
      throws E {
    throw (E) failure;
  }

  /** Where the window sends its writes. */
  private final class ToEngine implements StreamWindow.Submission {
    /** After a stop the engine is not needed to give writes up. */
    @Override
    public void submit(List<UserWrite> writes) {
      Stop stopped = stop;
      if (stopped != null) {
        giveUp(writes, stopped);
        return;
      }
      int updates = writes.stream().mapToInt(UserWrite::updates).sum();
      outstanding.addAndGet(writes.size());
      outstandingUpdates.addAndGet(updates);
      try {
        handle.submit(writes);
      } catch (Throwable e) {
        // The engine has not taken them.
        outstanding.addAndGet(-writes.size());
        outstandingUpdates.addAndGet(-updates);
        giveUp(writes, new Stop(Reason.CANCELLED, notSubmitted(e), null));
      }
    }

    private void giveUp(List<UserWrite> writes, Stop why) {
      for (UserWrite write : writes) {
        write
            .givenUp(why.reason(), why.message(), why.retryAt())
            .forEach(StreamingCall.this::unsent);
      }
    }

    @Override
    public void flush() {
      handle.waitsForRoom();
    }
  }

  private static String notSubmitted(Throwable why) {
    return "the stream could not hand this update to the engine (%s); forward it again"
        .formatted(why.getClass().getSimpleName());
  }

  /** Handles what is finished, and waits for more of it if too much is in flight. */
  private void makeRoom() {
    receiveAll();
    if (isFull()) {
      handle.waitsForRoom();
    }
    while (isFull()) {
      next();
    }
  }

  private void receiveAll() {
    for (Message message = messages.poll(); message != null; message = messages.poll()) {
      receive(message);
    }
  }

  /** Many updates of few users make few writes, so that both are bounded. */
  private boolean isFull() {
    return outstanding.get() >= mostOutstanding()
        || outstandingUpdates.get() >= delivery.maxInFlight() * MAX_PULLED;
  }

  private int mostOutstanding() {
    return 2 * delivery.maxInFlight() * PayloadLimits.MAX_OBJECTS;
  }

  private void next() {
    try {
      receive(callerWait.take(messages));
    } catch (InterruptedException e) {
      cancel();
    }
  }

  /** Also while the iterator was asked the thread may have been interrupted. */
  private void noticeInterrupt() {
    if (Thread.interrupted()) {
      cancel();
    }
  }

  private void cancel() {
    interrupted = true;
    handle.cancel();
  }

  private void receive(Message message) {
    if (message instanceof Message.Finished finished) {
      outstanding.decrementAndGet();
      outstandingUpdates.addAndGet(-finished.outcomes().size());
      finished.outcomes().forEach(this::deliver);
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

  /**
   * After an exception of the handler nobody takes outcomes any more; the call is ended and waited
   * for.
   */
  private void abandon() {
    window.close();
    handle.cancel();
    handle.noMoreComes();
    while (totals == null) {
      try {
        if (callerWait.take(messages) instanceof Message.Done done) {
          totals = done.totals();
        }
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
  }

  private ForwardSummary summarize(Totals all) {
    ForwardSummary made =
        summary.requests(all.requests()).dataPoints(all.dataPoints()).truncated(truncated).build();
    Duration took = Duration.ofNanos(settings.timeSource().nanoTime() - startedAt);
    settings.listener().callFinished(new CallFinished(made, took));
    return made;
  }
}
