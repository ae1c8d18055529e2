/** A faithful Braze in this process, and the contract suite for transports. Meant for tests. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.testing {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires static transitive org.junit.jupiter.api;
  requires static org.junit.jupiter.params;
  requires com.squareup.moshi;
  requires mockwebserver3;
  requires okhttp3;
  requires okhttp3.tls;
  requires okio;
  requires kotlin.stdlib;

  exports io.github.brazeaudience.testing;

  // The tests of BrazeTransportContract are not public.
  opens io.github.brazeaudience.testing to
      org.junit.platform.commons;
}
