/** Membership store and transactional outbox in a database. */
@org.jspecify.annotations.NullMarked
module io.github.brazeaudience.jdbc {
  requires transitive io.github.brazeaudience.core;
  requires static transitive org.jspecify;
  requires transitive java.sql;
  requires com.squareup.moshi;
  requires okio;

  exports io.github.brazeaudience.jdbc;
}
