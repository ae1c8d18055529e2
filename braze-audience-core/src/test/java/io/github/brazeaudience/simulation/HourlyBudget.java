package io.github.brazeaudience.simulation;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Braze's budget of requests per hour of the clock, which another client uses too. Each accepted
 * response reports it. Requests beyond the budget get a 429.
 */
public final class HourlyBudget implements SimulatedBraze.Script {
  /** Form of {@code X-RateLimit-Reset}. */
  public enum Reset {
    EPOCH,
    SECONDS_LEFT,
    EPOCH_WITHOUT_DATE
  }

  private final VirtualTime time;
  private final int limit;
  private final Reset reset;
  private final Supplier<Duration> latency;
  private final Map<Instant, Integer> used = new TreeMap<>();
  private final Map<Instant, Integer> usedBySimulation = new TreeMap<>();
  private int refused;

  public HourlyBudget(VirtualTime time, int limit, Reset reset, Supplier<Duration> latency) {
    this.time = time;
    this.limit = limit;
    this.reset = reset;
    this.latency = latency;
  }

  @Override
  public ScriptedResponse respond(int request, List<Map<String, Object>> objects) {
    if (!use()) {
      return ScriptedResponse.of(429, "{\"message\":\"Rate limited\"}")
          .withHeader("X-RateLimit-Retry-After", String.valueOf(secondsLeft()));
    }
    usedBySimulation.merge(hour(), 1, Integer::sum);
    return ScriptedResponse.of(201, SUCCESS).withHeaders(headers()).withLatency(latency.get());
  }

  /** A request of another client. */
  public void useByOther(int requests) {
    for (int i = 0; i < requests; i++) {
      use();
    }
  }

  private boolean use() {
    boolean granted = used() < limit;
    if (granted) {
      used.merge(hour(), 1, Integer::sum);
    } else {
      refused++;
    }
    return granted;
  }

  private Map<String, List<String>> headers() {
    Map<String, List<String>> headers = new TreeMap<>();
    headers.put("x-ratelimit-limit", List.of(String.valueOf(limit)));
    headers.put("x-ratelimit-remaining", List.of(String.valueOf(limit - used())));
    long epoch = hour().plus(1, ChronoUnit.HOURS).getEpochSecond();
    headers.put(
        "x-ratelimit-reset",
        List.of(String.valueOf(reset == Reset.SECONDS_LEFT ? secondsLeft() : epoch)));
    if (reset != Reset.EPOCH_WITHOUT_DATE) {
      String date =
          DateTimeFormatter.RFC_1123_DATE_TIME.format(time.now().atOffset(ZoneOffset.UTC));
      headers.put("date", List.of(date));
    }
    return headers;
  }

  private long secondsLeft() {
    return Duration.between(time.now(), hour().plus(1, ChronoUnit.HOURS)).toSeconds();
  }

  private Instant hour() {
    return time.now().truncatedTo(ChronoUnit.HOURS);
  }

  /** Returns the number of accepted requests of all clients in this hour. */
  public int used() {
    return used.getOrDefault(hour(), 0);
  }

  /** Returns the number of accepted requests of the simulation in this hour. */
  public int usedBySimulation() {
    return usedBySimulation.getOrDefault(hour(), 0);
  }

  /** Returns the number of requests of all clients that got a 429. */
  public int refused() {
    return refused;
  }
}
