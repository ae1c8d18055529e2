/** Micrometer meters of a forwarder and of an outbox. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-transitive-automatic") // Micrometer has no module-info.
module io.github.brazeaudience.micrometer {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires transitive micrometer.core;
  // Only for OutboxMetrics.
  requires static transitive io.github.brazeaudience.jdbc;

  exports io.github.brazeaudience.micrometer;
}
