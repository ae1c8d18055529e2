package io.github.brazeaudience.cli;

import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the requests that write, without exports of profiles. Thread-safe. */
final class WriteRequests implements ForwarderListener {
  private final AtomicLong started = new AtomicLong();

  @Override
  public void attemptStarted(AttemptStarted event) {
    if (event.operation() == BrazeOperation.TRACK_USERS) {
      started.incrementAndGet();
    }
  }

  /** {@return the number of requests that were started, including retries} */
  long count() {
    return started.get();
  }
}
