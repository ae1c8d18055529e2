package io.github.brazeaudience.spring;

import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;

/** The health indicator of Spring Boot 3.5. */
final class SpringBoot3HealthTest extends HealthIndicatorCases<HealthIndicator> {
  SpringBoot3HealthTest() {
    super(HealthIndicator.class, HealthIndicator::health);
  }

  @Override
  Object health(boolean up, String store) {
    return (up ? Health.up() : Health.down()).withDetail("store", store).build();
  }
}
