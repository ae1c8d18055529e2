package io.github.brazeaudience;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.ConfigurationConflict;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/**
 * Registry of the configurations of all open forwarders, by the rate limiter or membership store
 * that they use. It rejects configurations that share one of these and would overwrite each other's
 * attributes. Shared objects are compared by identity and referenced weakly. Thread-safe.
 */
final class ConfigurationRegistry {
  private static final List<Registration> REGISTRATIONS = new ArrayList<>();

  private record Registration(WeakReference<Object> shared, BrazeAudienceConfig config) {}

  private ConfigurationRegistry() {}

  /**
   * Registers a configuration for each shared object, or for none if this method throws. Two
   * forwarders with the same configuration conflict too, because each forwarder orders only its own
   * writes.
   *
   * @param shared the rate limiter and the membership store of the forwarder
   * @return an action that undoes the registration
   * @throws IllegalStateException if this configuration and a registered one would overwrite each
   *     other's attributes in Braze
   */
  static Runnable register(BrazeAudienceConfig config, List<Object> shared) {
    List<Registration> added =
        shared.stream().map(it -> new Registration(new WeakReference<>(it), config)).toList();
    synchronized (REGISTRATIONS) {
      REGISTRATIONS.removeIf(registration -> registration.shared().get() == null);
      for (Registration other : REGISTRATIONS) {
        if (shared.stream().anyMatch(it -> it == other.shared().get())) {
          check(other.config(), config);
        }
      }
      REGISTRATIONS.addAll(added);
    }
    return () -> {
      synchronized (REGISTRATIONS) {
        REGISTRATIONS.removeAll(added);
      }
    };
  }

  private static void check(BrazeAudienceConfig other, BrazeAudienceConfig config) {
    List<ConfigurationConflict> conflicts = ConfigurationConflict.find(List.of(other, config));
    if (!conflicts.isEmpty()) {
      throw new IllegalStateException(conflicts.get(0).toString());
    }
  }
}
