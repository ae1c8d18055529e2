/** Micrometer meters of a forwarder. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("requires-transitive-automatic") // Micrometer has no module-info.
module io.github.brazeaudience.micrometer {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires transitive micrometer.core;

  exports io.github.brazeaudience.micrometer;
}
