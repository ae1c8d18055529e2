package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceQueueBuilder;

/**
 * Callback that changes the builder of the queue after the properties are applied. Beans of this
 * type are called in their order.
 */
@FunctionalInterface
public interface AudienceQueueCustomizer {
  /** Changes the queue that is being built. */
  void customize(AudienceQueueBuilder builder);
}
