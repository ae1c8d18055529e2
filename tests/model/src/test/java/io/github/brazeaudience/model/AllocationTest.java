package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Bytes that the library allocates and requests that it starts per user. Both hardly depend on the
 * machine, so a change that makes the library slower is often seen here first.
 */
final class AllocationTest {
  private static final int USERS = 30_000;
  private static final int ROUNDS = 3;

  /** A tenth more than the 640 bytes that were measured with the first compiler only. */
  private static final long MAX_BYTES_PER_USER = 705;

  private static final TransportResponse SUCCESS =
      TransportResponse.of(
          201,
          Map.of("content-type", List.of("application/json")),
          "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8));

  private int requests;
  private long bodyBytes;

  @Test
  void forwardAll_stream_allocatesLittlePerUser() {
    List<Audience> audiences = List.of(Audience.of(1), Audience.of(2), Audience.of(3));
    List<AudienceUpdate> updates =
        IntStream.range(0, USERS)
            .<AudienceUpdate>mapToObj(
                i -> MembershipSnapshot.of(UserProfile.ofCustomerId("user-" + i), audiences))
            .toList();
    long best = Long.MAX_VALUE;
    for (int round = 0; round < ROUNDS; round++) {
      try (AudienceForwarder forwarder =
          AudienceForwarder.builder(
                  BrazeAudienceConfig.builder().restApiKey("key").build(), new Immediate())
              .rateLimiter(RateLimiter.off())
              .maxInFlight(4)
              .build()) {
        best = Math.min(best, allocated(forwarder, updates.iterator()) / USERS);
      }
    }

    System.out.println("AllocationTest: " + best + " bytes per user");
    assertThat(requests).isEqualTo(ROUNDS * USERS / 75);
    assertThat(bodyBytes).isGreaterThan((long) ROUNDS * USERS * 50);
    assertThat(best).isLessThan(MAX_BYTES_PER_USER);
  }

  /** The transport responds at once, so the engine runs on this thread. */
  private static long allocated(AudienceForwarder forwarder, Iterator<AudienceUpdate> updates) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    assertThat(forwarder.forwardAll(updates, outcome -> {}).accepted()).isEqualTo(USERS);
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  private final class Immediate implements BrazeTransport {
    @Override
    public Exchange start(TransportRequest request) {
      requests++;
      bodyBytes += request.contentLength();
      return new Exchange() {
        @Override
        public CompletionStage<TransportResponse> response() {
          return CompletableFuture.completedFuture(SUCCESS);
        }

        @Override
        public void abort() {}
      };
    }

    @Override
    public void close() {}
  }
}
