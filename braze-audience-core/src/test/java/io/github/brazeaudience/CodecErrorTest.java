package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that an error of the encoder or the parser of an engine ends some updates and later calls
 * still work.
 */
class CodecErrorTest extends EngineErrorFixture {
  /** The randomness is read for the backoff, after the result of the first request is known. */
  @ParameterizedTest
  @MethodSource("errors")
  void forward_randomGeneratorThrows_endsAtOnceWithTheErrorAndLaterCallsWork(Throwable error) {
    VirtualTime time = new VirtualTime();
    boolean[] broken = {true};
    Simulation simulation =
        new Simulation(
            time,
            1,
            BrazeAudienceConfig.builder().restApiKey("key").build(),
            (request, objects) ->
                broken[0] ? ScriptedResponse.of(429, "") : ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder
                    .random(() -> SneakyThrow.<Long, RuntimeException>sneakyThrow(error))
                    .maxInFlight(1));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertThat(time.elapsed()).isLessThan(Duration.ofSeconds(1));
    assertThat(report.outcomes().subList(0, 75))
        .allMatch(outcome -> outcome.reason().orElseThrow() == Reason.RATE_LIMITED);
    assertThat(report.outcomes().subList(75, 200))
        .allMatch(outcome -> outcome.reason().orElseThrow() == Reason.CANCELLED)
        .allMatch(outcome -> outcome.message().contains(error.getClass().getSimpleName()));
    broken[0] = false;
    assertThat(simulation.forwarder.forward(Simulation.users(200)).accepted()).isEqualTo(200);
    simulation.forwarder.close();
  }

  /** Fails each of the three requests of a call in turn. */
  @ParameterizedTest
  @MethodSource("errors")
  void forward_encoderThrowsOnce_endsTheUpdatesOfThatRequestOnly(Throwable error) {
    for (int failing = 1; failing <= 3; failing++) {
      AtomicInteger left = new AtomicInteger(failing);
      Simulation simulation =
          new Simulation(
              1,
              (request, objects) -> ScriptedResponse.of(201, SUCCESS),
              builder ->
                  builder.codec(
                      encoder ->
                          new FailingCodec(Codec.of(encoder), error, left, new AtomicInteger())));
      ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

      int unsent = failing == 3 ? 50 : 75;
      assertThat(report.accepted()).isEqualTo(200 - unsent);
      assertThat(report.outcomes())
          .filteredOn(NotSent.class::isInstance)
          .hasSize(unsent)
          .allMatch(outcome -> outcome.attempts() == 0)
          .allMatch(outcome -> outcome.reason().orElseThrow() == Reason.CANCELLED)
          .allMatch(outcome -> outcome.message().contains(error.getClass().getSimpleName()));
      simulation.assertConsistent(report.outcomes(), 200);
      assertThat(simulation.forwarder.forward(Simulation.users(200)).accepted()).isEqualTo(200);
      simulation.forwarder.close();
    }
  }

  @ParameterizedTest
  @MethodSource("errors")
  void forward_parserThrowsOnce_isRetried(Throwable error) {
    AtomicInteger left = new AtomicInteger(1);
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> ScriptedResponse.of(201, SUCCESS),
            builder ->
                builder.codec(
                    encoder ->
                        new FailingCodec(Codec.of(encoder), error, new AtomicInteger(), left)));
    ForwardReport report = simulation.forwarder.forward(Simulation.users(200));

    assertThat(report.accepted()).isEqualTo(200);
    assertThat(simulation.braze.requests()).isEqualTo(4);
    simulation.assertConsistent(report.outcomes(), 200);
    simulation.forwarder.close();
  }

  /**
   * Codec that throws once.
   *
   * @param encodingsLeft counts down to the encoding that throws
   * @param parsingsLeft counts down to the classification that throws
   */
  private record FailingCodec(
      Codec codec, Throwable error, AtomicInteger encodingsLeft, AtomicInteger parsingsLeft)
      implements Codec {
    @Override
    public long maxBodyBytes(List<UserAttributes> objects) {
      return codec.maxBodyBytes(objects);
    }

    @Override
    public RequestBody encode(List<UserAttributes> objects) {
      if (encodingsLeft.decrementAndGet() == 0) {
        SneakyThrow.<Void, RuntimeException>sneakyThrow(error);
      }
      return codec.encode(objects);
    }

    @Override
    public AttemptResult classify(
        TransportResponse response, RequestContext context, String host, Instant now) {
      if (parsingsLeft.decrementAndGet() == 0) {
        SneakyThrow.<Void, RuntimeException>sneakyThrow(error);
      }
      return codec.classify(response, context, host, now);
    }
  }
}
