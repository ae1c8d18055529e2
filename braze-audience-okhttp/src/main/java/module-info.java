/** Carries requests to Braze over OkHttp. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.okhttp {
  requires static transitive org.jspecify;
  requires transitive io.github.brazeaudience.core;
  requires transitive okhttp3;
  requires okio;
  requires kotlin.stdlib;

  exports io.github.brazeaudience.okhttp;
}
