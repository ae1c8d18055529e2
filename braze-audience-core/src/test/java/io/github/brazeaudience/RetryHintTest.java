package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.simulation.ReadBackSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Tests that implausible retry hints pause for seconds only and are reported as events. The clock
 * starts at 1767225600.
 */
class RetryHintTest {
  private final List<String> events = new ArrayList<>();

  private final ForwarderListener listener =
      new ForwarderListener() {
        @Override
        public void retryHintCorrected(RetryHintCorrected event) {
          events.add(
              String.format(
                  Locale.ROOT,
                  "%s %d, %s %s",
                  event.operation(),
                  event.request(),
                  event.header(),
                  event.readAs().map(Duration::toString).orElse("ignored")));
        }
      };

  @ParameterizedTest
  @CsvSource({
    "429, Retry-After, 86400, ignored",
    "429, Retry-After, 3601, ignored",
    "429, Retry-After, -1, ignored",
    "429, Retry-After, 1767225610, PT9.9S",
    "429, X-Ratelimit-Retry-After, 1767225610000, PT9.9S",
    "429, X-RateLimit-Reset, 10000, PT10S",
    "503, Retry-After, 9999999999999, ignored",
  })
  void forward_implausibleHint_isReportedAndHoldsForSecondsOnly(
      int status, String header, String value, String readAs) {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                request == 0
                    ? ScriptedResponse.of(status, "").withHeader(header, value)
                    : ScriptedResponse.of(201, SUCCESS),
            builder -> builder.listener(listener));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(150));

    assertThat(report.accepted()).isEqualTo(150);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(15));
    assertThat(events)
        .singleElement()
        .asString()
        .matches("TRACK_USERS [12], " + header + " " + readAs);
  }

  @ParameterizedTest
  @CsvSource({"86400, ignored", "1767225610, PT9.899S"})
  void forward_implausibleHintToAnExport_isReportedAndHoldsForSecondsOnly(
      String value, String readAs) {
    ReadBackSimulation simulation =
        new ReadBackSimulation(
            (export, users) ->
                export == 0
                    ? ScriptedResponse.of(429, "").withHeader("Retry-After", value)
                    : ScriptedResponse.of(200, "{\"message\":\"success\",\"users\":[]}"),
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder -> builder.listener(listener));
    ForwardReport report = simulation.forwarder.forward(ReadBackSimulation.entered(3));

    assertThat(report.accepted()).isEqualTo(3);
    assertThat(simulation.time.elapsed()).isLessThan(Duration.ofSeconds(15));
    assertThat(events).containsExactly("EXPORT_USERS 1, Retry-After " + readAs);
  }
}
