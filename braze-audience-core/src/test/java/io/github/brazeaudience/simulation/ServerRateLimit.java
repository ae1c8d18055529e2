package io.github.brazeaudience.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Braze's own rate limit, lower than the forwarder's: a number of requests in any 3 s or per hour
 * of the clock. Requests above the limit get a 429. A request that starts within the pause of a
 * retry hint is a violation. If responses report the budget, so is a request above the limit.
 */
public final class ServerRateLimit
    implements SimulatedBraze.Script, SimulatedBraze.RecordingListener {
  private static final Duration BURST = Duration.ofSeconds(3);

  private final VirtualTime time;
  private final SimulatedBraze.Script otherwise;
  private final int limit;
  private final boolean hourly;
  private final HeaderStyle style;
  private final Duration serverAhead;
  private final boolean reportsBudget;
  private final Deque<Instant> accepted = new ArrayDeque<>();
  private final IdentityHashMap<ScriptedResponse, Duration> pauses = new IdentityHashMap<>();
  private final List<String> violations = new ArrayList<>();
  private Instant pausedUntil = Instant.MIN;

  ServerRateLimit(
      VirtualTime time,
      SimulatedBraze.Script otherwise,
      int limit,
      boolean hourly,
      HeaderStyle style,
      Duration serverAhead,
      boolean reportsBudget) {
    this.time = time;
    this.otherwise = otherwise;
    this.limit = limit;
    this.hourly = hourly;
    this.style = style;
    this.serverAhead = serverAhead;
    this.reportsBudget = reportsBudget;
  }

  @Override
  public ScriptedResponse respond(int request, List<Map<String, Object>> objects) {
    Instant now = time.now().plus(serverAhead);
    Instant windowStart =
        hourly ? now.truncatedTo(ChronoUnit.HOURS) : now.minus(BURST).plusNanos(1);
    while (!accepted.isEmpty() && accepted.peek().isBefore(windowStart)) {
      accepted.remove();
    }
    ScriptedResponse scripted = otherwise.respond(request, objects);
    if (accepted.size() < limit) {
      accepted.add(now);
      return reportsBudget ? scripted.withHeaders(budget(now)) : scripted;
    }
    if (reportsBudget) {
      violations.add("a request above the reported budget");
    }
    Instant retryAt =
        hourly ? windowStart.plus(1, ChronoUnit.HOURS) : accepted.element().plus(BURST);
    Duration latency = Duration.ofMillis(20);
    Instant respondedAt = now.plus(latency);
    Duration wait =
        respondedAt.isBefore(retryAt) ? Duration.between(respondedAt, retryAt) : Duration.ZERO;
    HeaderStyle.RetryHint hint = style.hint(wait, respondedAt);
    ScriptedResponse refused =
        ScriptedResponse.of(429, "{\"message\":\"Rate limited\"}")
            .withHeaders(hint.headers())
            .withLatency(latency)
            .withOnAbort(scripted.onAbort());
    if (hint.pause() != null) {
      pauses.put(refused, hint.pause());
    }
    return refused;
  }

  private Map<String, List<String>> budget(Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    Map<String, List<String>> headers =
        new HashMap<>(style.hint(Duration.between(now, end), now).headers());
    headers.put("X-RateLimit-Limit", List.of(String.valueOf(limit)));
    headers.put("X-RateLimit-Remaining", List.of(String.valueOf(limit - accepted.size())));
    return headers;
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    if (time.now().isBefore(pausedUntil)) {
      violations.add(
          "a request started %s before the end of a pause"
              .formatted(Duration.between(time.now(), pausedUntil)));
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, ScriptedResponse scripted) {
    Duration pause = pauses.remove(scripted);
    if (pause != null && time.now().plus(pause).isAfter(pausedUntil)) {
      pausedUntil = time.now().plus(pause);
    }
  }

  public List<String> violations() {
    return violations;
  }
}
