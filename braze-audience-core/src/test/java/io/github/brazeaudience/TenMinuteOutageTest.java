package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.NetworkConditions;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the number of requests during an outage of ten minutes with 1,000 requests waiting. */
class TenMinuteOutageTest {
  private static final Duration LENGTH = Duration.ofMinutes(10);
  private static final int WAITING = 1_000;
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int OBJECTS = FULL ? PayloadLimits.MAX_OBJECTS : 5;
  private static final int USERS = WAITING * OBJECTS;
  private static final RetryPolicy PATIENT =
      RetryPolicy.defaults()
          .withDeadline(Duration.ofHours(1))
          .withOutageLimit(Duration.ofMinutes(30));

  /** A forwarder and its outage. */
  private static final class Outage {
    private final VirtualTime time = new VirtualTime();
    private final ConcurrencyPolicy concurrency;
    private final Duration from;
    private final Simulation simulation;

    Outage(long seed, ConcurrencyPolicy concurrency, Duration from, RetryPolicy policy) {
      this.concurrency = concurrency;
      this.from = from;
      NetworkConditions network =
          new NetworkConditions(new Random(seed), time, Duration.ofSeconds(1));
      simulation =
          new Simulation(
              time,
              seed,
              BrazeAudienceConfig.builder()
                  .restApiKey("test-key")
                  .maxObjectsPerRequest(OBJECTS)
                  .build(),
              network.outage(from, from.plus(LENGTH), network.healthy()),
              builder -> builder.concurrency(concurrency).retryPolicy(policy));
    }

    void assertFewStarts() {
      long begin = time.nanoTime() - time.elapsed().toNanos() + from.toNanos();
      assertThat(simulation.braze.starts())
          .filteredOn(start -> start - begin >= 0 && start - begin < LENGTH.toNanos())
          .hasSizeLessThanOrEqualTo(concurrency.initial() + 60);
    }
  }

  /** Each policy with 20 seeds; in the quick run each with another seed. */
  static Stream<Arguments> policiesAndSeeds() {
    List<ConcurrencyPolicy> policies =
        Stream.concat(
                Stream.of(ConcurrencyPolicy.adaptive(), ConcurrencyPolicy.adaptive(100, 200)),
                Stream.of(1, 2, 4, 16, 32, 64, 128, 256).map(ConcurrencyPolicy::fixed))
            .toList();
    return IntStream.range(0, policies.size())
        .mapToObj(i -> Arguments.of(policies.get(i), FULL ? 1 : i + 1, FULL ? 20 : i + 1));
  }

  @ParameterizedTest(name = "{0}, seeds {1} to {2}")
  @MethodSource("policiesAndSeeds")
  void forwardAsync_thousandCalls_startsFewRequests(
      ConcurrencyPolicy concurrency, long firstSeed, long lastSeed) {
    for (long seed = firstSeed; seed <= lastSeed; seed++) {
      Random random = new Random(-seed);
      Duration from = Duration.ofMillis(random.nextBoolean() ? random.nextInt(500) : 0);
      RetryPolicy policy = random.nextBoolean() ? PATIENT : RetryPolicy.defaults();
      Outage outage = new Outage(seed, concurrency, from, policy);
      List<UserOutcome> outcomes = new ArrayList<>();
      for (AudienceUpdate update : Simulation.users(WAITING)) {
        var unused =
            outage
                .simulation
                .forwarder
                .forwardAsync(List.of(update))
                .report()
                .thenAccept(report -> outcomes.addAll(report.outcomes()));
      }
      outage.time.runUntilIdle();

      outage.assertFewStarts();
      outage.simulation.assertConsistent(outcomes, WAITING);
    }
  }

  private final Outage outage = new Outage(1, ConcurrencyPolicy.adaptive(), Duration.ZERO, PATIENT);

  @Test
  void forward_thousandRequests_startsFewAndLosesNothing() {
    ForwardReport report = outage.simulation.forwarder.forward(Simulation.users(USERS));

    outage.assertFewStarts();
    assertThat(report.accepted()).isEqualTo(USERS);
  }

  @Test
  void forwardAll_thousandRequests_startsFewAndLosesNothing() {
    ForwardSummary summary =
        outage.simulation.forwarder.forwardAll(Simulation.users(USERS).iterator(), outcome -> {});

    outage.assertFewStarts();
    assertThat(summary.accepted()).isEqualTo(USERS);
  }

  @Test
  void queue_thousandRequests_startsFewAndLosesNothing() {
    AudienceQueue queue = outage.simulation.forwarder.queue().capacity(USERS).build();
    List<UserOutcome> outcomes = new ArrayList<>();
    for (AudienceUpdate update : Simulation.users(USERS)) {
      var unused = queue.offer(update).orElseThrow().thenAccept(outcomes::add);
    }
    outage.time.runUntilIdle();

    outage.assertFewStarts();
    assertThat(outcomes).hasSize(USERS).allMatch(Accepted.class::isInstance);
  }
}
