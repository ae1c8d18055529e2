package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.HourlyBudget;
import io.github.brazeaudience.simulation.HourlyBudget.Reset;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests how budgets that responses report are passed on to the caller: delays, corrections and the
 * time of the reset.
 */
class RateLimitReportTest extends RateLimitBudgetFixture {
  private static ForwarderListener delays(List<RequestsDelayed> delays) {
    return new ForwarderListener() {
      @Override
      public void requestsDelayed(RequestsDelayed event) {
        delays.add(event);
      }
    };
  }

  @Test
  void forward_budgetUsedUp_isReportedOncePerWindow() {
    List<RequestsDelayed> delays = new ArrayList<>();
    HourlyBudget braze = braze(40, Reset.SECONDS_LEFT, 100);
    new Simulation(
            time,
            1,
            CONFIG,
            braze,
            builder ->
                builder
                    .rateLimiter(RateLimiter.create())
                    .retryPolicy(PATIENT)
                    .listener(delays(delays)))
        .forwarder.forward(requests(100));

    assertThat(delays)
        .hasSize(2)
        .allSatisfy(
            event -> {
              assertThat(event.operation()).isEqualTo(BrazeOperation.TRACK_USERS);
              assertThat(event.delay()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(61));
            });
  }

  @Test
  void forward_fullSpeedOfTheDefaultRate_reportsNoDelay() {
    List<RequestsDelayed> delays = new ArrayList<>();
    Simulation simulation =
        new Simulation(
            time,
            1,
            CONFIG,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.maxInFlight(256).listener(delays(delays)));

    assertThat(simulation.forwarder.forward(requests(4_000)).accepted())
        .isEqualTo(4_000L * OBJECTS);

    assertThat(time.elapsed()).isGreaterThanOrEqualTo(Duration.ofSeconds(3));
    assertThat(delays).isEmpty();
  }

  @Test
  void forward_resetAfterTheDeadline_endsAtOnceWithTheTimeOfTheReset() {
    HourlyBudget braze = braze(40, Reset.EPOCH, 100);
    ForwardReport report =
        simulation(braze, RateLimiter.create(), RetryPolicy.defaults())
            .forwarder
            .forward(requests(100));

    assertThat(report.accepted()).isEqualTo(40L * OBJECTS);
    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(5));
    assertThat(report.outcomes().get(100 * OBJECTS - 1))
        .isInstanceOfSatisfying(
            NotSent.class,
            outcome -> {
              assertThat(outcome.reason()).contains(Reason.DEADLINE);
              assertThat(outcome.retryAt().orElseThrow())
                  .isBetween(
                      Instant.parse("2026-01-01T01:00:00Z"), Instant.parse("2026-01-01T01:00:02Z"));
            });
  }

  @ParameterizedTest
  @CsvSource({
    "1000, -1, 600, X-RateLimit-Remaining ignored",
    "1000, 1001, 600, X-RateLimit-Remaining ignored",
    "0, 0, 600, X-RateLimit-Limit ignored",
    "1000, 0, -5, X-RateLimit-Reset ignored",
    "1000, 0, 3600001, X-RateLimit-Reset ignored",
    "1000, 0, 20000, X-RateLimit-Reset PT20S",
    "1000, 0, 1767225620000, X-RateLimit-Reset PT19.9S",
  })
  void forward_implausibleBudget_isReportedAndHoldsForSecondsOnly(
      String limit, String remaining, String untilReset, String expected) {
    List<String> events = new ArrayList<>();
    ForwarderListener listener =
        new ForwarderListener() {
          @Override
          public void rateLimitCorrected(RateLimitCorrected event) {
            String readAs = event.readAs().map(Duration::toString).orElse("ignored");
            events.add(
                String.format(
                    Locale.ROOT,
                    "%s %d, %s %s",
                    event.operation(),
                    event.request(),
                    event.header(),
                    readAs));
          }
        };
    Map<String, List<String>> headers =
        Map.of(
            "X-RateLimit-Limit", List.of(limit),
            "X-RateLimit-Remaining", List.of(remaining),
            "X-RateLimit-Reset", List.of(untilReset));
    ScriptedResponse accepted = ScriptedResponse.of(201, SUCCESS);
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> request == 0 ? accepted.withHeaders(headers) : accepted,
            builder -> builder.maxInFlight(1).listener(listener));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.accepted()).isEqualTo(150);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(22));
    assertThat(events).containsExactly("TRACK_USERS 1, " + expected);
  }
}
