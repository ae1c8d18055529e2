package io.github.brazeaudience.spring;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health indicator of Spring Boot 4. */
final class SpringBoot4HealthTest extends HealthIndicatorCases<HealthIndicator> {
  SpringBoot4HealthTest() {
    super(HealthIndicator.class, HealthIndicator::health);
  }

  @Override
  Object health(boolean up, String store) {
    return (up ? Health.up() : Health.down()).withDetail("store", store).build();
  }
}
