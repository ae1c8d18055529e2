package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** As far away as Braze, and with its limit. Confined to the server's thread. */
final class FarAway implements Requests.Distance {
  private static final Duration LATENCY = Duration.ofMillis(150);
  private static final int LIMIT = 3_000;
  private static final Duration WINDOW = Duration.ofSeconds(3);

  private final Vertx vertx;
  private final Deque<Long> taken = new ArrayDeque<>();

  FarAway(Vertx vertx) {
    this.vertx = vertx;
  }

  @Override
  public void send(Runnable answer, Requests.Refusal refusal) {
    long now = System.nanoTime();
    while (!taken.isEmpty() && now - taken.element() >= WINDOW.toNanos()) {
      taken.remove();
    }
    if (taken.size() < LIMIT) {
      taken.add(now);
      vertx.setTimer(LATENCY.toMillis(), timer -> answer.run());
    } else {
      vertx.setTimer(LATENCY.toMillis(), timer -> refusal.comeBackAfter(1));
    }
  }
}
