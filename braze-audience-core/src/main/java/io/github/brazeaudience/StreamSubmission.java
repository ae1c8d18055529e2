package io.github.brazeaudience;

import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;

/**
 * Submits the writes of a stream's buffer to the engine, in the order of arrival. Called by one
 * thread at a time.
 */
final class StreamSubmission {
  private final StreamRoom room;
  private final StreamInbox inbox;
  private final DeliveryEngine.Handle handle;

  StreamSubmission(StreamRoom room, StreamInbox inbox, DeliveryEngine.Handle handle) {
    this.room = room;
    this.inbox = inbox;
    this.handle = handle;
  }

  /** After a stop, writes fail here without entering the engine. */
  public void submit(List<UserWrite> writes) {
    StopCause stopped = inbox.stopCause();
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
    for (UserWrite write : writes) {
      write.fail(cause);
      write.forEachOutcome(inbox::unsent);
    }
  }

  private static String notSubmitted(Throwable why) {
    return "the stream could not hand this update to the engine (%s); forward it again"
        .formatted(why.getClass().getSimpleName());
  }

  public void flush() {
    handle.flush();
  }
}
