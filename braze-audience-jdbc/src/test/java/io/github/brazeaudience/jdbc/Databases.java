package io.github.brazeaudience.jdbc;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Databases of the tests: H2, and a PostgreSQL server that starts once and ends with the JVM. */
final class Databases {
  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private Databases() {}

  /** Started by the first test that needs it. */
  private static final class Server {
    static final EmbeddedPostgres POSTGRES = start();

    private static EmbeddedPostgres start() {
      try {
        return EmbeddedPostgres.builder().start();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Returns a source of new connections to PostgreSQL. */
  static DataSource postgres() {
    return Server.POSTGRES.getPostgresDatabase();
  }

  /** Returns the URL of PostgreSQL for other processes. */
  static String postgresUrl() {
    return Server.POSTGRES.getJdbcUrl("postgres", "postgres");
  }

  /** Returns a source of new connections to the PostgreSQL of another process. */
  static DataSource postgres(String url) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setURL(url);
    return source;
  }

  /** Returns a source of connections to a new H2 database in memory. */
  static DataSource h2InMemory(String options) {
    return h2("mem:test-" + NUMBERS.incrementAndGet() + ";DB_CLOSE_DELAY=-1" + options);
  }

  /** Returns a source of connections to an H2 database. */
  static DataSource h2(String url) {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL("jdbc:h2:" + url);
    return source;
  }

  /** Returns a name that no other test uses. */
  static String newTable() {
    return "membership_" + NUMBERS.incrementAndGet();
  }

  /** Returns a store on a new table. */
  static JdbcMembershipStore newStore(DataSource source) {
    JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(newTable()).build();
    store.createSchema();
    return store;
  }

  /** Returns the table of a store, from its text. */
  static String tableOf(JdbcMembershipStore store) {
    return store.toString().replaceAll("JdbcMembershipStore\\[([^,\\]]*).*", "$1");
  }

  /** Lets time pass for the leases of a table. */
  static void endLeasesEarlier(DataSource source, String table, Duration time) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate(
          "UPDATE %s SET lease_until = lease_until - INTERVAL '%s' SECOND"
              .formatted(table, String.valueOf(time.toSeconds())));
      if (!connection.getAutoCommit()) {
        connection.commit();
      }
    }
  }
}
