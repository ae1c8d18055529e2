package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.SimulationHooks;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;

/**
 * Forwarder of one process among several on a virtual clock. After {@link #kill}, nothing of it
 * runs any more; its requests in flight go on in Braze.
 */
public final class SimulatedProcess {
  private static final int MAX_STORE_MILLIS = 20;
  private static final int MAX_STALL_MILLIS = 200_000;
  private static final int STALLED_CALLS = 150;

  public final AudienceForwarder forwarder;
  private final VirtualTime time;
  private final SimulatedBraze braze;
  private boolean killed;

  public SimulatedProcess(
      VirtualTime time,
      SimulatedBraze braze,
      BrazeAudienceConfig config,
      MembershipStore store,
      MembershipPolicy policy,
      Random random,
      boolean storeStalls,
      UnaryOperator<AudienceForwarderBuilder> settings) {
    this.time = time;
    this.braze = braze;
    AudienceForwarderBuilder builder =
        settings.apply(
            AudienceForwarder.builder(config, new Transport())
                .timeSource(time)
                .scheduler((task, delay) -> time.schedule(() -> run(task), delay))
                .callbackExecutor(Runnable::run)
                .random(random)
                .membership(store, policy));
    SimulationHooks.callerWait(builder, time);
    SimulationHooks.storeExecutor(builder, task -> later(task, storeMillis(random, storeStalls)));
    forwarder = builder.build();
  }

  /** A call of the store is fast, or takes minutes because the database cannot be reached. */
  private static int storeMillis(Random random, boolean storeStalls) {
    return storeStalls && random.nextInt(STALLED_CALLS) == 0
        ? random.nextInt(MAX_STALL_MILLIS)
        : random.nextInt(MAX_STORE_MILLIS);
  }

  /** Runs a task of the process after a delay. */
  public void later(Runnable task, int millis) {
    time.schedule(() -> run(task), Duration.ofMillis(millis));
  }

  private void run(Runnable task) {
    if (!killed) {
      task.run();
    }
  }

  public void kill() {
    killed = true;
  }

  public boolean isKilled() {
    return killed;
  }

  /** Connection to the Braze that all processes share. */
  private final class Transport implements BrazeTransport {
    @Override
    public Exchange start(TransportRequest request) {
      Exchange exchange = braze.start(request);
      CompletableFuture<TransportResponse> response = new CompletableFuture<>();
      var unused =
          exchange
              .response()
              .whenComplete(
                  (received, failure) -> {
                    if (!killed && failure != null) {
                      response.completeExceptionally(failure);
                    } else if (!killed) {
                      response.complete(received);
                    }
                  });
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return response;
        }

        @Override
        public void abort() {
          exchange.abort();
        }
      };
    }

    @Override
    public void close() {}
  }
}
