package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TimeSource;
import java.util.function.ObjLongConsumer;

/**
 * Completes writes, each once: settles the membership store, releases the user, and reports the
 * outcomes, in this order, because the user's next write needs the settled record. If the store
 * does not return, the outcomes are reported anyway, and only the user's next write waits.
 */
final class Completer {
  private final PerUserSequencer sequencer;
  private final WriteResolver resolver;
  private final TimeSource time;

  /** One object for all writes. */
  private final ObjLongConsumer<UserWrite> release = this::release;

  Completer(PerUserSequencer sequencer, WriteResolver resolver, TimeSource time) {
    this.sequencer = sequencer;
    this.resolver = resolver;
    this.time = time;
  }

  void complete(UserWrite write) {
    complete(write, time.nanoTime());
  }

  /**
   * Completes a write that has its outcomes.
   *
   * @param endedAt the time now, because reading the clock takes long for each write of a request
   */
  void complete(UserWrite write, long endedAt) {
    if (write.isAccepted()) {
      write.call().refusals().clear();
    }
    resolver.settle(write, endedAt, release);
  }

  /** Completes a write that gets no further attempt. */
  void fail(UserWrite write, StopCause cause) {
    write.fail(cause);
    complete(write);
  }

  private void release(UserWrite write, long endedAt) {
    sequencer.release(write, endedAt);
    write.call().report(write);
  }
}
