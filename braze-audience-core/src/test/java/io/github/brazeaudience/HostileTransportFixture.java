package io.github.brazeaudience;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Forwarder over a transport that breaks its contract, on a virtual clock. */
abstract class HostileTransportFixture {
  static final int ATTEMPTS = 3;
  final VirtualTime time = new VirtualTime();
  int requests;
  int aborts;

  /** Broken implementation of {@code start}. */
  interface BrokenStart extends Function<TransportRequest, Exchange> {}

  AudienceForwarder forwarder(BrokenStart broken) {
    BrazeTransport transport =
        new BrazeTransport() {
          @Override
          public Exchange start(TransportRequest request) {
            requests++;
            return broken.apply(request);
          }

          @Override
          public void close() {}
        };
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(), transport)
        .timeSource(time)
        .scheduler(time)
        .callerWait(time)
        .callbackExecutor(Runnable::run)
        .retryPolicy(RetryPolicy.defaults().withMaxAttempts(ATTEMPTS))
        .random(new Random(1))
        .build();
  }

  Exchange exchange(CompletionStage<TransportResponse> response) {
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        aborts++;
      }
    };
  }

  static TransportResponse accepted() {
    return TransportResponse.of(
        201, Map.of(), SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8));
  }

  static final byte[] SUCCESS = SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8);
}
