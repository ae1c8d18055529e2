package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class PreflightTest {
  private final FakeBraze braze = FakeBraze.start();
  private final ApplicationContextRunner runner = Contexts.connectedTo(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void start_off_sendsNothing() {
    runner.run(
        context -> {
          assertThat(context).hasNotFailed();
          assertThat(braze.requests()).isZero();
        });
  }

  @Test
  void start_failAndKeyIsAccepted_starts() {
    runner
        .withPropertyValues("braze.audience.preflight=fail")
        .run(
            context -> {
              assertThat(context).hasSingleBean(AudienceForwarder.class);
              assertThat(braze.requests()).isPositive();
            });
  }

  @Test
  void start_failAndKeyIsRefused_failsWithTheFindings() {
    braze.next(Fault.status(401), Fault.status(401), Fault.status(401), Fault.status(401));
    runner
        .withPropertyValues("braze.audience.preflight=fail")
        .run(
            context -> {
              assertThat(context).hasFailed();
              var analysis = new PreflightFailureAnalyzer().analyze(context.getStartupFailure());
              assertThat(analysis.getDescription())
                  .contains("The preflight of braze-audience found errors:", "KEY_REFUSED")
                  .doesNotContain(braze.restApiKey().reveal());
              assertThat(analysis.getAction()).contains("'braze.audience.preflight' to 'log'");
            });
  }

  @Test
  void start_logAndKeyIsRefused_starts() throws Exception {
    braze.next(Fault.status(401), Fault.status(401), Fault.status(401), Fault.status(401));
    runner
        .withPropertyValues("braze.audience.preflight=log")
        .run(
            context -> {
              assertThat(context).hasSingleBean(AudienceForwarder.class);
              assertThat(braze.awaitRequests(1, Duration.ofSeconds(20))).isTrue();
            });
  }

  /** A context that is stopped and started again, as Spring's test support does. */
  @Test
  void restart_fail_sendsNoRequestsAgain() {
    runner
        .withPropertyValues("braze.audience.preflight=fail")
        .run(
            context -> {
              int requests = braze.requests();
              var restarted = context.getSourceApplicationContext();
              restarted.stop();
              restarted.start();
              assertThat(braze.requests()).isEqualTo(requests);
            });
  }
}
