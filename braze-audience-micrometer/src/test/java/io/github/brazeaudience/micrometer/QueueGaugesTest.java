package io.github.brazeaudience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.testing.FakeBraze;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests the gauges of queues. */
final class QueueGaugesTest {
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ForwarderMetrics metrics = ForwarderMetrics.of(registry);
  private final FakeBraze braze = FakeBraze.start();
  private final AudienceForwarder forwarder =
      AudienceForwarder.create(
          BrazeAudienceConfig.builder()
              .restApiKey(braze.restApiKey())
              .endpoints(braze.endpoints())
              .build(),
          OkHttpBrazeTransport.create());

  @AfterEach
  void close() {
    forwarder.close();
    braze.close();
  }

  private AudienceQueue queue(int capacity) {
    return forwarder.queue().capacity(capacity).linger(Duration.ofMinutes(10)).build();
  }

  private static MembershipSnapshot update() {
    return MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(11034));
  }

  @Test
  void monitor_queueWithUpdates_showsSizeAndCapacity() {
    AudienceQueue queue = queue(5);
    metrics.monitor(queue, "imports");
    assertThat(gauge("size", "imports")).isZero();
    assertThat(queue.offer(update())).isPresent();
    assertThat(queue.offer(update())).isPresent();

    assertThat(gauge("size", "imports")).isEqualTo(2);
    assertThat(gauge("capacity", "imports")).isEqualTo(5);
    queue.close();
    assertThat(gauge("size", "imports")).isZero();
  }

  @Test
  void monitor_twoNames_haveGaugesOfTheirOwn() {
    metrics.monitor(queue(5), "imports");
    metrics.monitor(queue(6), "events");
    assertThat(gauge("capacity", "imports")).isEqualTo(5);
    assertThat(gauge("capacity", "events")).isEqualTo(6);
  }

  @Test
  void monitor_sameNameTwice_showsTheSecondQueue() {
    metrics.monitor(queue(5), "imports");
    metrics.monitor(queue(6), "imports");
    assertThat(gauge("capacity", "imports")).isEqualTo(6);
  }

  @Test
  void monitor_blankName_isRefused() {
    assertThatThrownBy(() -> metrics.monitor(queue(5), " "))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("`name` must not be blank");
  }

  private double gauge(String name, String queue) {
    return registry.get("braze.audience.queue." + name).tag("queue", queue).gauge().value();
  }
}
