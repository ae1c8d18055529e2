package io.github.brazeaudience.config;

import java.util.ArrayList;
import java.util.List;

/**
 * The configurations of the forwarders that share something, a rate limiter or a membership store:
 * none may overwrite what another one writes. Safe for use by several threads.
 */
public final class ConfigurationRegistry {
  private final List<BrazeAudienceConfig> configurations = new ArrayList<>();

  /** An empty registry. */
  public ConfigurationRegistry() {}

  /**
   * Notes the configuration of a forwarder. One forwarder is meant for a configuration: a second
   * one would know nothing of the order in which the first one writes.
   *
   * @param config the configuration
   * @throws IllegalStateException if it and another one would overwrite each other's attribute in
   *     Braze
   */
  public synchronized void register(BrazeAudienceConfig config) {
    for (BrazeAudienceConfig other : configurations) {
      List<ConfigurationConflict> conflicts = ConfigurationConflict.find(List.of(other, config));
      if (!conflicts.isEmpty()) {
        throw new IllegalStateException(conflicts.get(0).toString());
      }
    }
    configurations.add(config);
  }

  /**
   * Forgets a configuration whose forwarder was closed.
   *
   * @param config the configuration
   */
  public synchronized void unregister(BrazeAudienceConfig config) {
    configurations.remove(config);
  }
}
