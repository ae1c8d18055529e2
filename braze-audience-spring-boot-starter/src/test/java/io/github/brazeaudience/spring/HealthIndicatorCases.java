package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipStore;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/**
 * What the health indicators of both versions of Spring Boot have in common.
 *
 * @param <I> the type of the indicator
 */
abstract class HealthIndicatorCases<I> {
  private final Class<I> type;
  private final Function<I, Object> health;

  /**
   * Creates the cases.
   *
   * @param health calls the indicator
   */
  HealthIndicatorCases(Class<I> type, Function<I, Object> health) {
    this.type = type;
    this.health = health;
  }

  /** Returns the health with the detail {@code store}. */
  abstract Object health(boolean up, String store);

  @Test
  void health_storeWorks_isUpWithDetails() {
    Contexts.configured()
        .withPropertyValues("braze.audience.store.type=memory")
        .run(
            context ->
                assertThat(health.apply(context.getBean("brazeAudienceHealthIndicator", type)))
                    .isEqualTo(health(true, "works")));
  }

  @Test
  void health_storeFails_isDown() {
    var store = InMemoryMembershipStore.create();
    store.close();
    Contexts.configured()
        .withBean(MembershipStore.class, () -> store)
        .run(
            context ->
                assertThat(health.apply(context.getBean(type)))
                    .isEqualTo(health(false, "fails with IllegalStateException")));
  }

  @Test
  void start_disabled_createsNoIndicator() {
    Contexts.configured()
        .withPropertyValues("management.health.braze-audience.enabled=false")
        .run(
            context ->
                assertThat(context)
                    .hasNotFailed()
                    .doesNotHaveBean(type)
                    .doesNotHaveBean(HealthReport.Part.class));
  }
}
