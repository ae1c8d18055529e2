package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.JdbcOutboxBuilder;
import io.github.brazeaudience.jdbc.OutboxRelayBuilder;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Applies the properties {@code outbox.*}. Its methods throw an {@link InvalidSettingException} if
 * a property is not valid.
 */
final class OutboxSettings {
  private final BrazeAudienceProperties properties;

  OutboxSettings(BrazeAudienceProperties properties) {
    this.properties = properties;
  }

  /**
   * Creates the outbox.
   *
   * @param config has the identity settings; null for the default ones
   */
  JdbcOutbox outbox(DataSource dataSource, @Nullable BrazeAudienceConfig config) {
    OutboxProperties outbox = properties.outbox();
    JdbcOutboxBuilder builder = JdbcOutbox.builder(dataSource);
    if (config != null) {
      builder.identities(config);
    }
    Settings.apply("outbox.table", outbox.table(), builder::table);
    Settings.apply(
        "outbox.message-retention", outbox.messageRetention(), builder::messageRetention);
    return builder.build();
  }

  void apply(OutboxRelayBuilder builder) {
    OutboxProperties.Relay relay = properties.outbox().relay();
    Settings.apply("outbox.relay.poll-interval", relay.pollInterval(), builder::pollInterval);
    Settings.apply("outbox.relay.max-updates", relay.maxUpdates(), builder::maxUpdates);
    Settings.apply("outbox.relay.close-timeout", relay.closeTimeout(), builder::closeTimeout);
    Settings.apply(
        "outbox.relay.redelivery",
        relay.redelivery(),
        it ->
            builder.redeliver(
                RedeliveryPolicy.defaults().withBackoff(it.initialBackoff(), it.maxBackoff())));
    builder.minUserWriteInterval(properties.minUserWriteInterval());
  }
}
