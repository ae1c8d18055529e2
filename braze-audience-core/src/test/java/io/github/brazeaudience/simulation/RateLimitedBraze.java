package io.github.brazeaudience.simulation;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * Simulated Braze with a latency and a rate limit. It does not parse bodies, which makes many
 * requests cheap.
 */
public final class RateLimitedBraze implements BrazeTransport {
  private static final Duration WINDOW = Duration.ofSeconds(3);

  private final VirtualTime time;
  private final Supplier<Duration> latency;
  private final boolean sendsRetryAfter;
  private final Deque<Long> taken = new ArrayDeque<>();
  private final List<Duration> starts = new ArrayList<>();
  private final List<Duration> accepted = new ArrayList<>();
  private int limit;
  private int inFlight;
  private int maxInFlight;

  /**
   * Creates a server.
   *
   * @param limit the number of accepted requests in any 3 s
   * @param sendsRetryAfter true if a 429 has {@code X-Ratelimit-Retry-After}
   */
  public RateLimitedBraze(
      VirtualTime time, int limit, boolean sendsRetryAfter, Supplier<Duration> latency) {
    this.time = time;
    this.limit = limit;
    this.sendsRetryAfter = sendsRetryAfter;
    this.latency = latency;
  }

  public void limit(int requestsInThreeSeconds) {
    limit = requestsInThreeSeconds;
  }

  @Override
  public Exchange start(TransportRequest request) {
    starts.add(time.elapsed());
    inFlight++;
    maxInFlight = Math.max(maxInFlight, inFlight);
    TransportResponse result = result();
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    time.schedule(
        () -> {
          inFlight--;
          response.complete(result);
        },
        latency.get());
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  private TransportResponse result() {
    long now = time.elapsed().toNanos();
    while (!taken.isEmpty() && taken.element() <= now - WINDOW.toNanos()) {
      taken.remove();
    }
    if (taken.size() < limit) {
      taken.add(now);
      accepted.add(time.elapsed());
      return response(201, Map.of(), SUCCESS);
    }
    if (!sendsRetryAfter) {
      return response(429, Map.of(), "");
    }
    Duration wait =
        taken.isEmpty() ? WINDOW : Duration.ofNanos(taken.element() + WINDOW.toNanos() - now);
    String seconds = Long.toString(wait.plusMillis(999).toSeconds());
    return response(429, Map.of("X-Ratelimit-Retry-After", List.of(seconds)), "");
  }

  private static TransportResponse response(
      int status, Map<String, List<String>> headers, String body) {
    return TransportResponse.of(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {}

  public int requests() {
    return starts.size();
  }

  public int maxInFlight() {
    return maxInFlight;
  }

  /** Returns the number of requests that started in this time, excluding its end. */
  public long startsBetween(Duration from, Duration to) {
    return countBetween(starts, from, to);
  }

  /** Returns the number of requests that were accepted in this time, excluding its end. */
  public long acceptedBetween(Duration from, Duration to) {
    return countBetween(accepted, from, to);
  }

  private static long countBetween(List<Duration> all, Duration from, Duration to) {
    return all.stream().filter(at -> at.compareTo(from) >= 0 && at.compareTo(to) < 0).count();
  }
}
