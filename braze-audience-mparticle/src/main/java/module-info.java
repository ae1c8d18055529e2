/** Parser and response writer for mParticle Firehose messages. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.mparticle {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires com.squareup.moshi;
  requires okio;

  exports io.github.brazeaudience.mparticle;
}
