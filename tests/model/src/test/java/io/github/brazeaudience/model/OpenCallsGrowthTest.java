package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/**
 * Cost of a call while many others are open. Allocated bytes stand for work, because a loop over
 * all open calls copies them.
 */
final class OpenCallsGrowthTest {
  private static final int FEW = 300;
  private static final int MANY = 10 * FEW;

  private static final TransportResponse SUCCESS =
      TransportResponse.of(
          201, Map.of(), "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8));

  @Test
  void forwardAsync_manyOpenCalls_costAsMuchEachAsFew() {
    long unused = bytesPerCall(FEW); // Loads classes.
    long few = bytesPerCall(FEW);
    long many = bytesPerCall(MANY);

    System.out.println("OpenCallsGrowthTest: " + few + " and " + many + " bytes per call");
    assertThat(many).isLessThan(few + few / 4);
  }

  /** All calls are open before the first response arrives. The engine runs on this thread. */
  private static long bytesPerCall(int calls) {
    Held transport = new Held();
    List<CompletableFuture<ForwardReport>> reports = new ArrayList<>(calls);
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("key").build(), transport)
            .rateLimiter(RateLimiter.off())
            .maxInFlight(4)
            .callbackExecutor(Runnable::run)
            .build()) {
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long thread = Thread.currentThread().getId();
      long before = threads.getThreadAllocatedBytes(thread);
      for (int i = 0; i < calls; i++) {
        UserProfile user = UserProfile.ofCustomerId("user-" + i);
        reports.add(
            forwarder
                .forwardAsync(List.of(MembershipSnapshot.of(user, Audience.of(1))))
                .report()
                .toCompletableFuture());
      }
      transport.respondToAll();
      long after = threads.getThreadAllocatedBytes(thread);
      assertThat(reports).allMatch(report -> report.join().accepted() == 1);
      return (after - before) / calls;
    }
  }

  /** Transport that responds when the test says so. */
  private static final class Held implements BrazeTransport {
    private final Queue<CompletableFuture<TransportResponse>> inFlight = new ArrayDeque<>();

    @Override
    public Exchange start(TransportRequest request) {
      CompletableFuture<TransportResponse> response = new CompletableFuture<>();
      inFlight.add(response);
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return response;
        }

        @Override
        public void abort() {}
      };
    }

    void respondToAll() {
      while (!inFlight.isEmpty()) {
        inFlight.remove().complete(SUCCESS);
      }
    }

    @Override
    public void close() {}
  }
}
