/** Membership store in a file. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.store {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires com.h2database.mvstore;

  exports io.github.brazeaudience.store;
}
