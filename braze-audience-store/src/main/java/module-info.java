/** Keeps what Braze is known to hold of each user in a file. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.store {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires com.h2database.mvstore;

  exports io.github.brazeaudience.store;
}
