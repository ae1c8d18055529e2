package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceForwarderBuilder;

/**
 * Callback that changes the builder of the forwarder after the properties are applied. Beans of
 * this type are called in their order.
 *
 * <p>To receive events, declare a bean of the type {@link
 * io.github.brazeaudience.event.ForwarderListener} instead of setting a listener, because a
 * listener that is set here replaces those of the meters and of the health.
 */
@FunctionalInterface
public interface AudienceForwarderCustomizer {
  /** Changes the forwarder that is being built. */
  void customize(AudienceForwarderBuilder builder);
}
