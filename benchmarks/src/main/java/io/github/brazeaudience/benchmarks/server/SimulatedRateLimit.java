package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongConsumer;

/** Braze's latency and rate limit. Confined to the event loop. */
final class SimulatedRateLimit implements RequestHandler.ResponsePolicy {
  private static final Duration LATENCY = Duration.ofMillis(150);
  private static final int LIMIT = 3_000;
  private static final Duration WINDOW = Duration.ofSeconds(3);
  private static final long RETRY_AFTER_SECONDS = 1;

  private final Vertx vertx;
  private final Deque<Long> accepted = new ArrayDeque<>();

  SimulatedRateLimit(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void respond(Runnable success, LongConsumer throttle) {
    long now = System.nanoTime();
    while (!accepted.isEmpty() && now - accepted.element() >= WINDOW.toNanos()) {
      accepted.remove();
    }
    if (accepted.size() < LIMIT) {
      accepted.add(now);
      vertx.setTimer(LATENCY.toMillis(), timer -> success.run());
    } else {
      vertx.setTimer(LATENCY.toMillis(), timer -> throttle.accept(RETRY_AFTER_SECONDS));
    }
  }
}
