package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;

/**
 * The parts of a relay that its threads share.
 *
 * @param done counted down when the relay is closed and its workers have ended
 */
record RelayParts(
    Database<OutboxSession> database,
    RelaySettings settings,
    RelayBackoff backoff,
    RelayHealth health,
    RelayLease lease,
    RelayCalls calls,
    ClaimPacer pacer,
    CountDownLatch done) {
  /** Records a failure, delays the next claim, and returns by how much. */
  Duration failed(Throwable thrown) {
    return backOff(backoff.delay(health.failed(thrown)));
  }

  /** Records a delivery without any final update, and delays the next claim. */
  void failed(UserOutcome outcome) {
    var unused = backOff(backoff.delay(health.failed(outcome), outcome));
  }

  private Duration backOff(Duration delay) {
    pacer.backOff(delay);
    return delay;
  }
}
