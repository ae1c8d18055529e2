package io.github.brazeaudience.spring;

import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Configuration;

/** Fails the start if the outbox is enabled, but its module is not on the class path. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(
    prefix = BrazeAudienceProperties.PREFIX,
    name = "outbox.enabled",
    havingValue = "true")
@ConditionalOnMissingClass("io.github.brazeaudience.jdbc.JdbcOutbox")
final class OutboxModuleCheck {
  OutboxModuleCheck() {
    Modules.require("outbox.enabled", true, Modules.JDBC);
  }
}
