package io.github.brazeaudience.spring;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * Health indicators for the API of Spring Boot 3.5 and for that of Spring Boot 4, whose packages
 * differ. Only one of them is on the class path.
 */
@Configuration(proxyBeanMethods = false)
final class HealthConfiguration {
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.actuate.health.HealthIndicator.class)
  @org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator(
      "braze-audience")
  @Import(HealthParts.class)
  static class SpringBoot3 {
    @Bean
    org.springframework.boot.actuate.health.HealthIndicator brazeAudienceHealthIndicator(
        ObjectProvider<HealthReport.Part> parts) {
      return () -> {
        HealthReport report = HealthReport.of(parts);
        var health = new org.springframework.boot.actuate.health.Health.Builder();
        return (report.up() ? health.up() : health.down()).withDetails(report.details()).build();
      };
    }
  }

  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(org.springframework.boot.health.contributor.HealthIndicator.class)
  @org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator(
      "braze-audience")
  @Import(HealthParts.class)
  static class SpringBoot4 {
    @Bean
    org.springframework.boot.health.contributor.HealthIndicator brazeAudienceHealthIndicator(
        ObjectProvider<HealthReport.Part> parts) {
      return () -> {
        HealthReport report = HealthReport.of(parts);
        var health = new org.springframework.boot.health.contributor.Health.Builder();
        return (report.up() ? health.up() : health.down()).withDetails(report.details()).build();
      };
    }
  }
}
