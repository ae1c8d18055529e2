package io.github.brazeaudience.config;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Choice of the instance in a builder: a cluster, or custom endpoints. A selection replaces the
 * initial choice. A selected cluster and selected endpoints contradict each other. Not thread-safe.
 */
final class InstanceChoice {
  private final BrazeInstance initial;
  private final @Nullable BrazeEndpoints initialEndpoints;
  private @Nullable BrazeInstance instance;
  private @Nullable BrazeEndpoints endpoints;

  /** {@code endpoints} counts only if the initial instance is custom. */
  InstanceChoice(BrazeInstance initial, @Nullable BrazeEndpoints endpoints) {
    this.initial = initial;
    this.initialEndpoints = initial == BrazeInstance.CUSTOM ? endpoints : null;
  }

  void select(BrazeInstance selected) {
    instance = Objects.requireNonNull(selected, "instance");
  }

  void select(BrazeEndpoints selected) {
    endpoints = Objects.requireNonNull(selected, "endpoints");
  }

  BrazeInstance instance() {
    if (instance != null) {
      return instance;
    }
    return endpoints != null ? BrazeInstance.CUSTOM : initial;
  }

  /** Returns the endpoints of the cluster, or the custom ones. */
  BrazeEndpoints endpoints() {
    BrazeInstance chosen = instance();
    if (chosen != BrazeInstance.CUSTOM) {
      if (endpoints != null) {
        throw new IllegalStateException(
            "`endpoints` require BrazeInstance.CUSTOM, but `instance` is %s; set only one of them"
                .formatted(chosen));
      }
      return chosen.endpoints().orElseThrow();
    }
    BrazeEndpoints custom = endpoints != null ? endpoints : initialEndpoints;
    if (custom == null) {
      throw new IllegalStateException(
          "`instance` is CUSTOM, which needs `endpoints`; for example BrazeEndpoints.ofRest(\"rest.iad-03.braze.com\")");
    }
    return custom;
  }
}
