package io.github.brazeaudience.internal.query;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.internal.engine.ListenerDispatcher;
import io.github.brazeaudience.internal.engine.OperationRateLimiters;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Query client over a scripted transport, on a virtual clock. */
abstract class QueryClientFixture {
  static final Query QUERY = Query.get(BrazeOperation.READ_TRACK_STATUS, "group_id=a-1");
  static final Duration MINUTE = Duration.ofMinutes(1);
  final VirtualTime time = new VirtualTime();
  final ScriptedTransport transport = new ScriptedTransport();
  final List<Record> events = new ArrayList<>();
  private final ForwarderListener listener =
      new ForwarderListener() {
        @Override
        public void retryHintCorrected(RetryHintCorrected event) {
          events.add(event);
        }

        @Override
        public void rateLimitCorrected(RateLimitCorrected event) {
          events.add(event);
        }
      };
  final QueryClient client = client(RateLimiter.forStatus());

  QueryClient client(RateLimiter statusLimiter) {
    return new QueryClient(
        new RequestFactory(
            BrazeAudienceConfig.builder()
                .restApiKey(RestApiKey.of("secret-key"))
                .instance(BrazeInstance.US_03)
                .build()),
        transport,
        time,
        time::await,
        Map.of(BrazeOperation.READ_TRACK_STATUS, new OperationRateLimiters(List.of(statusLimiter))),
        new ListenerDispatcher(listener));
  }

  /** Transport that gives its responses in order; after the last it never responds. */
  static final class ScriptedTransport implements BrazeTransport {
    final Deque<Object> ends = new ArrayDeque<>();
    final List<TransportRequest> started = new ArrayList<>();
    int aborted;

    @Override
    public Exchange start(TransportRequest request) {
      started.add(request);
      CompletableFuture<TransportResponse> response = new CompletableFuture<>();
      @Nullable Object end = ends.poll();
      if (end instanceof RuntimeException thrown) {
        throw thrown;
      } else if (end instanceof Throwable failure) {
        response.completeExceptionally(failure);
      } else if (end instanceof TransportResponse received) {
        response.complete(received);
      }
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return response;
        }

        @Override
        public void abort() {
          aborted++;
        }
      };
    }

    @Override
    public void close() {}
  }

  static TransportResponse response(int status) {
    return TransportResponse.of(status, Map.of(), "{}".getBytes(UTF_8));
  }

  static TransportException failure(Delivery delivery) {
    return new TransportException("broken", delivery);
  }

  QueryResult send(Duration limit) throws InterruptedException {
    return client.send(QUERY, time.nanoTime() + limit.toNanos());
  }

  QueryResult send(QueryClient from, Duration limit) throws InterruptedException {
    return from.send(QUERY, time.nanoTime() + limit.toNanos());
  }
}
