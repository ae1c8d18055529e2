package io.github.brazeaudience;

import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Queue of messages from the engine and the buffer's timer to the thread that called {@code
 * forwardAll}.
 */
final class StreamInbox implements CallObserver {
  private static final Message ROOM_CHANGED = new Message.RoomChanged();

  private final StreamRoom room;
  private final Executor serialExecutor;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>();
  private volatile @Nullable StopCause stopCause;

  // Confined to the serial executor of the engine.
  private final Consumer<UserOutcome> collector = this::collect;
  private List<UserOutcome> finished = newOutcomes();
  private int finishedWrites;

  sealed interface Message {
    record Finished(int writes, List<UserOutcome> outcomes) implements Message {}

    record Unsent(UserOutcome outcome) implements Message {}

    /** Some updates began or ceased to wait for an export, so there may be room for others. */
    record RoomChanged() implements Message {}

    record Done(Totals totals) implements Message {}
  }

  StreamInbox(StreamRoom room, Executor serialExecutor) {
    this.room = room;
    this.serialExecutor = serialExecutor;
  }

  @Nullable Message poll() {
    return messages.poll();
  }

  Message take(InterruptibleWait wait) throws InterruptedException {
    return wait.take(messages);
  }

  @Nullable StopCause stopCause() {
    return stopCause;
  }

  void unsent(UserOutcome outcome) {
    messages.add(new Message.Unsent(outcome));
  }

  /**
   * Collects the outcomes that one response or timer causes. A message for each write would wake
   * the caller again and again while the engine handles a response.
   */
  @Override
  public void finished(UserWrite write) {
    if (finishedWrites == 0) {
      serialExecutor.execute(this::sendFinished);
    }
    write.forEachOutcome(collector);
    finishedWrites++;
  }

  private void collect(UserOutcome outcome) {
    finished.add(outcome);
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
  public void done(Totals totals) {
    sendFinished();
    messages.add(new Message.Done(totals));
  }
}
