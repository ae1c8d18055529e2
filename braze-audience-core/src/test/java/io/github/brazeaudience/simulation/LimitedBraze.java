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
 * A Braze on a virtual clock that is far away and takes no more requests than its limit. It looks
 * at no body, so that many requests are cheap.
 */
public final class LimitedBraze implements BrazeTransport {
  private static final Duration WINDOW = Duration.ofSeconds(3);

  private final VirtualTime time;
  private final Supplier<Duration> latency;
  private final boolean saysWhenToComeBack;
  private final Deque<Long> taken = new ArrayDeque<>();
  private final List<Duration> starts = new ArrayList<>();
  private final List<Duration> accepted = new ArrayList<>();
  private int limit;
  private int inFlight;
  private int mostInFlight;

  /**
   * A Braze.
   *
   * @param limit how many requests it takes in any 3 s
   * @param saysWhenToComeBack whether a 429 has {@code X-Ratelimit-Retry-After}
   */
  public LimitedBraze(
      VirtualTime time, int limit, boolean saysWhenToComeBack, Supplier<Duration> latency) {
    this.time = time;
    this.limit = limit;
    this.saysWhenToComeBack = saysWhenToComeBack;
    this.latency = latency;
  }

  public void limit(int requestsInThreeSeconds) {
    limit = requestsInThreeSeconds;
  }

  @Override
  public Exchange start(TransportRequest request) {
    starts.add(time.elapsed());
    inFlight++;
    mostInFlight = Math.max(mostInFlight, inFlight);
    TransportResponse answer = answer();
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    time.schedule(
        () -> {
          inFlight--;
          response.complete(answer);
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

  private TransportResponse answer() {
    long now = time.elapsed().toNanos();
    while (!taken.isEmpty() && taken.element() <= now - WINDOW.toNanos()) {
      taken.remove();
    }
    if (taken.size() < limit) {
      taken.add(now);
      accepted.add(time.elapsed());
      return response(201, Map.of(), SUCCESS);
    }
    if (!saysWhenToComeBack) {
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

  public int mostInFlight() {
    return mostInFlight;
  }

  /** How many requests started in this time, the end not included. */
  public long startsBetween(Duration from, Duration to) {
    return countBetween(starts, from, to);
  }

  /** How many of them were accepted. */
  public long acceptedBetween(Duration from, Duration to) {
    return countBetween(accepted, from, to);
  }

  private static long countBetween(List<Duration> all, Duration from, Duration to) {
    return all.stream().filter(at -> at.compareTo(from) >= 0 && at.compareTo(to) < 0).count();
  }
}
