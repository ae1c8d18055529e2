/** Puts audience memberships on Braze profiles. The front door is {@code AudienceForwarder}. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.core {
  requires static transitive org.jspecify;
  requires com.squareup.moshi;
  requires okio;

  exports io.github.brazeaudience;
  exports io.github.brazeaudience.audience;
  exports io.github.brazeaudience.config;
  exports io.github.brazeaudience.outcome;
  exports io.github.brazeaudience.event;
  exports io.github.brazeaudience.membership;
  exports io.github.brazeaudience.payload;
  exports io.github.brazeaudience.policy;
  exports io.github.brazeaudience.transport;
}
