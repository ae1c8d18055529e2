package io.github.brazeaudience.receiver;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.mparticle.ModuleRegistration;
import io.github.brazeaudience.receiver.database.DatabaseSettings;
import io.github.brazeaudience.receiver.intake.Secret;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;

/**
 * Settings of a receiver.
 *
 * @param name the name in the registration with mParticle
 * @param version the version in the registration with mParticle
 * @param config the configuration for Braze
 * @param address the address to listen on
 * @param port the port to listen on; 0 takes a free one
 * @param path the path that messages are posted to
 * @param secret the secret that messages must have
 * @param registration the registration with mParticle
 * @param database the database of the outbox
 * @param store where the membership store is
 * @param maxBacklog the number of waiting updates above which messages are refused
 */
record ReceiverSettings(
    String name,
    String version,
    BrazeAudienceConfig config,
    InetAddress address,
    int port,
    String path,
    Secret secret,
    ModuleRegistration registration,
    DatabaseSettings database,
    StoreSettings store,
    long maxBacklog) {
  /** {@return the properties of Spring Boot and of the library's starter} */
  Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("server.address", address.getHostAddress());
    properties.put("server.port", port);
    properties.put("spring.datasource.url", database.url());
    if (database.user() != null) {
      properties.put("spring.datasource.username", database.user());
    }
    if (database.password() != null) {
      properties.put("spring.datasource.password", database.password());
    }
    properties.put("braze.audience.outbox.enabled", true);
    store
        .properties()
        .forEach((name, value) -> properties.put("braze.audience.store." + name, value));
    return properties;
  }
}
