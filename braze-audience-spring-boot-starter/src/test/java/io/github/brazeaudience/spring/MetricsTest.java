package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.testing.FakeBraze;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

final class MetricsTest {
  private final FakeBraze braze = FakeBraze.start();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ApplicationContextRunner runner =
      Contexts.connectedTo(braze).withBean(MeterRegistry.class, () -> registry);

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void forward_registry_measuresRequestsWithTheNameOfTheForwarder() {
    runner
        .withPropertyValues("braze.audience.name=crm")
        .run(
            context -> {
              context
                  .getBean(AudienceForwarder.class)
                  .forward(
                      List.of(
                          MembershipSnapshot.of(
                              UserProfile.ofCustomerId("u-1"), Audience.of(11034))));
              assertThat(
                      registry
                          .get("braze.audience.requests")
                          .tag("forwarder", "crm")
                          .timer()
                          .count())
                  .isEqualTo(1);
            });
  }

  @Test
  void start_queue_hasGaugesWithTheNameOfItsBean() {
    runner
        .withPropertyValues("braze.audience.queue.capacity=7")
        .run(
            context ->
                assertThat(
                        registry
                            .get("braze.audience.queue.capacity")
                            .tag("queue", "audienceQueue")
                            .tag("forwarder", "default")
                            .gauge()
                            .value())
                    .isEqualTo(7));
  }

  @Test
  void close_registry_keepsNoGauges() {
    runner.run(context -> assertThat(context).hasSingleBean(ForwarderMetrics.class));
    assertThat(registry.find("braze.audience.queue.capacity").gauge()).isNull();
  }

  @Test
  void start_noRegistry_createsNoMetrics() {
    Contexts.configured()
        .run(context -> assertThat(context).doesNotHaveBean(ForwarderMetrics.class));
  }

  @Test
  void start_moduleIsMissing_createsNoMetrics() {
    runner
        .withClassLoader(new FilteredClassLoader(ForwarderMetrics.class))
        .run(context -> assertThat(context).hasSingleBean(AudienceForwarder.class));
  }
}
