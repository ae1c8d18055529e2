package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health indicator of Spring Boot 4. */
final class SpringBoot4HealthTest {
  @Test
  void health_storeWorks_isUpWithDetails() {
    Contexts.configured()
        .withPropertyValues("braze.audience.store.type=memory")
        .run(
            context ->
                assertThat(context.getBean("brazeAudienceHealthIndicator", HealthIndicator.class))
                    .extracting(HealthIndicator::health)
                    .isEqualTo(Health.up().withDetail("store", "works").build()));
  }

  @Test
  void health_storeFails_isDown() {
    var store = InMemoryMembershipStore.create();
    store.close();
    Contexts.configured()
        .withBean(MembershipStore.class, () -> store)
        .run(
            context ->
                assertThat(context.getBean(HealthIndicator.class).health())
                    .isEqualTo(
                        Health.down()
                            .withDetails(Map.of("store", "fails with IllegalStateException"))
                            .build()));
  }

  @Test
  void start_disabled_createsNoIndicator() {
    Contexts.configured()
        .withPropertyValues("management.health.braze-audience.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(HealthIndicator.class)
                    .doesNotHaveBean(HealthReport.Part.class));
  }
}
