package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.ScriptedResponse.OnAbort;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Random responses, with random latencies and effects. */
abstract class RandomResponses {
  final Random random;
  final VirtualTime time;
  final long minIntervalNanos;

  RandomResponses(Random random, VirtualTime time, Duration minUserWriteInterval) {
    this.random = random;
    this.time = time;
    this.minIntervalNanos = minUserWriteInterval.toNanos();
  }

  final ScriptedResponse noResponse() {
    return success().withLatency(Duration.ofDays(1)).withOnAbort(pick(OnAbort.values()));
  }

  final ScriptedResponse success() {
    return success(pick(SimulatedBraze.SUCCESS, "{\"message\":\"queued\"}"));
  }

  final ScriptedResponse success(String body) {
    return ScriptedResponse.of(pick(200, 201, 202), body)
        .withLatency(latency())
        .withWriteDelay(this::writeDelay)
        .withOnAbort(pick(OnAbort.UNKNOWN, OnAbort.NOT_SENT_YET, OnAbort.IGNORED));
  }

  final ScriptedResponse transientFault() {
    return switch (random.nextInt(13)) {
      case 0 -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case 1 -> maybeApplied(ScriptedResponse.failure(Delivery.UNKNOWN));
      case 2 -> maybeApplied(ScriptedResponse.of(408, "").withLatency(latency()));
      case 3 -> maybeApplied(ScriptedResponse.of(500, "<html>").withLatency(latency()));
      case 4 ->
          maybeApplied(
              ScriptedResponse.of(503, "").withHeader("Retry-After", "2").withLatency(latency()));
      case 5 ->
          ScriptedResponse.of(429, "")
              .withHeader("X-Ratelimit-Retry-After", "1")
              .withLatency(latency());
      case 6 ->
          ScriptedResponse.of(429, "").withHeader("X-RateLimit-Reset", "").withLatency(latency());
      case 7 -> maybeApplied(success(""));
      case 8 -> maybeApplied(success("<html>hello</html>"));
      case 9 -> maybeApplied(success("{\"message\":\"succ"));
      case 10 -> maybeApplied(success("{\"message\":\"fine\"}"));
      case 11 -> maybeApplied(success("{\"attributes_processed\":75}"));
      default -> maybeApplied(noResponse());
    };
  }

  /** Applies all of the objects, none, or some. */
  final ScriptedResponse maybeApplied(ScriptedResponse scripted) {
    int share = random.nextInt(3);
    long some = random.nextLong();
    return scripted
        .withApplied(i -> share == 1 || (share == 2 && (some >> (i % 64) & 1) == 1))
        .withWriteDelay(this::writeDelay);
  }

  final Duration latency() {
    return Duration.ofMillis(20 + random.nextInt(300));
  }

  final Duration writeDelay() {
    return minIntervalNanos == 0 || chance(4)
        ? Duration.ZERO
        : Duration.ofNanos((long) (random.nextDouble() * minIntervalNanos));
  }

  final boolean isBetween(Duration from, Duration until) {
    return time.elapsed().compareTo(from) >= 0 && time.elapsed().compareTo(until) < 0;
  }

  final boolean chance(int oneIn) {
    return oneIn > 0 && random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  final <T> T pick(@Nullable T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
