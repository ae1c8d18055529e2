package io.github.brazeaudience.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Braze's own limit, which is tighter than the forwarder knows: so many requests in any 3 s, or in
 * an hour of the clock. What comes above it is answered 429. A request that starts although Braze
 * has said when to come back is a violation.
 */
public final class Quota implements SimulatedBraze.Script, SimulatedBraze.Witness {
  private static final Duration BURST = Duration.ofSeconds(3);

  private final VirtualTime time;
  private final SimulatedBraze.Script within;
  private final int limit;
  private final boolean hourly;
  private final HeaderStyle style;
  private final Duration serverAhead;
  private final Deque<Instant> taken = new ArrayDeque<>();
  private final IdentityHashMap<Fate, Duration> pauses = new IdentityHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private Instant pausedUntil = Instant.MIN;

  Quota(
      VirtualTime time,
      SimulatedBraze.Script within,
      int limit,
      boolean hourly,
      HeaderStyle style,
      Duration serverAhead) {
    this.time = time;
    this.within = within;
    this.limit = limit;
    this.hourly = hourly;
    this.style = style;
    this.serverAhead = serverAhead;
  }

  @Override
  public Fate fate(int request, List<Map<String, Object>> objects) {
    Instant now = time.now().plus(serverAhead);
    Instant windowStart =
        hourly ? now.truncatedTo(ChronoUnit.HOURS) : now.minus(BURST).plusNanos(1);
    while (!taken.isEmpty() && taken.peek().isBefore(windowStart)) {
      taken.remove();
    }
    Fate fate = within.fate(request, objects);
    if (taken.size() < limit) {
      taken.add(now);
      return fate;
    }
    Instant again = hourly ? windowStart.plus(1, ChronoUnit.HOURS) : taken.element().plus(BURST);
    Duration latency = Duration.ofMillis(20);
    Instant answered = now.plus(latency);
    Duration wait = answered.isBefore(again) ? Duration.between(answered, again) : Duration.ZERO;
    HeaderStyle.Said said = style.say(wait, answered);
    Fate refused =
        Fate.answer(429, "{\"message\":\"Rate limited\"}")
            .withHeaders(said.headers())
            .after(latency)
            .atAbort(fate.atAbort());
    if (said.pause() != null) {
      pauses.put(refused, said.pause());
    }
    return refused;
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    if (time.now().isBefore(pausedUntil)) {
      violations.add(
          "a request %s before the end of a pause"
              .formatted(Duration.between(time.now(), pausedUntil)));
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, Fate fate) {
    Duration pause = pauses.remove(fate);
    if (pause != null && time.now().plus(pause).isAfter(pausedUntil)) {
      pausedUntil = time.now().plus(pause);
    }
  }

  public List<String> violations() {
    return violations;
  }
}
