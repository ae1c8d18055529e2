package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.ScriptedResponse.OnAbort;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that an exchange that never ends, ends twice or cannot be aborted never blocks a call. */
class HostileExchangeTest extends HostileTransportFixture {
  @Test
  void forward_exchangeThatNeverEnds_isAborted() {
    forwarder(request -> exchange(new CompletableFuture<>())).forward(Simulation.users(1));

    assertThat(aborts).isEqualTo(ATTEMPTS);
  }

  @Test
  void forwardAsync_exchangeThatNeverEnds_isAbortedBeforeTheNextForItsUserStarts() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(201, SimulatedBraze.SUCCESS)
                    .withLatency(Duration.ofDays(1))
                    .withOnAbort(OnAbort.NEVER),
            builder ->
                builder
                    .minUserWriteInterval(Duration.ZERO)
                    .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1)));
    var first = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 1)));
    var second = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 2)));
    simulation.time.runUntilIdle();

    assertThat(first.report().toCompletableFuture()).isCompleted();
    assertThat(second.report().toCompletableFuture()).isCompleted();
    assertThat(simulation.braze.requests()).isEqualTo(2);
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void cancel_exchangeThatNeverEnds_endsAfterAShortWait() {
    var call =
        forwarder(request -> exchange(new CompletableFuture<>()))
            .forwardAsync(Simulation.users(80));
    time.advance(Duration.ofSeconds(1));
    call.cancel();
    time.advance(Duration.ofSeconds(6));

    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertThat(report).as("the report after an abort without effect").isNotNull();
    assertThat(report.outcomes()).allMatch(Unconfirmed.class::isInstance);
    assertThat(aborts).isPositive();
  }

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException(),
        new AssertionError(),
        new NoSuchMethodError(),
        new IOException());
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void cancel_abortThrows_endsAtOnce(Throwable thrown) {
    AudienceForwarder forwarder =
        forwarder(
            request ->
                new Exchange() {
                  @Override
                  public CompletionStage<TransportResponse> response() {
                    return new CompletableFuture<>();
                  }

                  @Override
                  public void abort() {
                    SneakyThrow.<Exchange, RuntimeException>sneakyThrow(thrown);
                  }
                });
    var call = forwarder.forwardAsync(Simulation.users(150));
    call.cancel();

    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertThat(report).isNotNull();
    assertThat(report.outcomes()).hasSize(150).noneMatch(Accepted.class::isInstance);
    forwarder.close();
  }

  @Test
  void forward_stageCompletesTwice_countsOnce() {
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    AudienceForwarder forwarder =
        forwarder(
            request -> {
              time.schedule(() -> response.complete(accepted()), Duration.ofMillis(10));
              time.schedule(
                  () -> response.obtrudeException(new IOException()), Duration.ofMillis(10));
              time.schedule(() -> response.complete(accepted()), Duration.ofMillis(20));
              return exchange(response);
            });

    assertThat(forwarder.forward(Simulation.users(1)).accepted()).isEqualTo(1);
    while (time.runNext()) {}
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void close_transportThrows_returnsNormally() {
    BrazeTransport transport =
        new BrazeTransport() {
          @Override
          public Exchange start(TransportRequest request) {
            return exchange(CompletableFuture.completedFuture(accepted()));
          }

          @Override
          public void close() {
            throw new IllegalStateException("closed badly");
          }
        };
    UserOutcome outcome;
    List<AudienceUpdate> updates = Simulation.users(1);
    try (AudienceForwarder forwarder =
        AudienceForwarder.create(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(), transport)) {
      outcome = forwarder.forward(updates).outcomes().get(0);
    }
    assertThat(outcome).isInstanceOf(Accepted.class);
  }
}
