/** In-process fake of Braze, and contract suites for transports and membership stores. */
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
  exports io.github.brazeaudience.testing.contract;

  // The tests of the contract suites are not public.
  opens io.github.brazeaudience.testing.contract to
      org.junit.platform.commons;
}
