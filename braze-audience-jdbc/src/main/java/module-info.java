/** Keeps what Braze is known to hold of each user in a database. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.jdbc {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires transitive java.sql;

  exports io.github.brazeaudience.jdbc;
}
