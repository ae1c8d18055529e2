/** Writes audience memberships to Braze profiles. Start with {@code AudienceForwarder}. */
@org.jspecify.annotations.NullMarked
@SuppressWarnings("module") // The exports name modules that are built later.
module io.github.brazeaudience.core {
  requires static transitive org.jspecify;
  requires com.squareup.moshi;
  requires okio;
  // Needed by okio and Moshi, which are automatic modules and cannot declare it.
  requires kotlin.stdlib;

  exports io.github.brazeaudience;
  exports io.github.brazeaudience.audience;
  exports io.github.brazeaudience.config;
  exports io.github.brazeaudience.outcome;
  exports io.github.brazeaudience.event;
  exports io.github.brazeaudience.membership;
  exports io.github.brazeaudience.payload;
  exports io.github.brazeaudience.policy;
  exports io.github.brazeaudience.preflight;
  exports io.github.brazeaudience.transport;
  exports io.github.brazeaudience.internal to
      io.github.brazeaudience.okhttp,
      io.github.brazeaudience.testing;
}
