package io.github.brazeaudience.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Runs work on connections of a data source, and returns each connection with the settings that it
 * had. Thread-safe.
 *
 * @param <S> the operations on one connection
 */
final class Database<S extends Database.Session> {
  private final String name;
  private final DataSource dataSource;
  private final Opener<S> opener;
  private final TransactionRetry retry;

  /** Null until the first connection. */
  private volatile @Nullable JdbcDialect dialect;

  /**
   * Creates a database.
   *
   * @param name the name of the database in messages
   * @param dialect the SQL dialect, or null to detect it
   */
  Database(String name, DataSource dataSource, @Nullable JdbcDialect dialect, Opener<S> opener) {
    this(name, dataSource, dialect, opener, TransactionRetry.withDefaults());
  }

  Database(
      String name,
      DataSource dataSource,
      @Nullable JdbcDialect dialect,
      Opener<S> opener,
      TransactionRetry retry) {
    this.name = name;
    this.dataSource = dataSource;
    this.opener = opener;
    this.dialect = dialect;
    this.retry = retry;
  }

  /** Operations on one connection. Not thread-safe. */
  interface Session extends AutoCloseable {
    /** Restores the settings of the connection. */
    @Override
    void close() throws SQLException;
  }

  /** Creates the operations on a connection. */
  @FunctionalInterface
  interface Opener<S> {
    S open(Connection connection, JdbcDialect dialect) throws SQLException;
  }

  /** Work on a connection. A transaction may run it again. */
  @FunctionalInterface
  interface Work<S, T> {
    T run(S session) throws SQLException;
  }

  /** Runs queries, in a transaction only if the data source's connections do not commit. */
  <T> T query(Work<S, T> work) {
    return retrying(false, work);
  }

  /** Runs work in a transaction and commits it. If the work throws, it is rolled back. */
  <T> T transaction(Work<S, T> work) {
    return retrying(true, work);
  }

  private <T> T retrying(boolean inTransaction, Work<S, T> work) {
    try {
      return retry.run(() -> runOnce(inTransaction, work));
    } catch (SQLException e) {
      throw SqlFailures.failed(name, e);
    }
  }

  private <T> T runOnce(boolean inTransaction, Work<S, T> work) throws SQLException {
    Connection connection = connect();
    boolean autoCommit = true;
    try {
      autoCommit = connection.getAutoCommit();
      if (autoCommit && inTransaction) {
        connection.setAutoCommit(false);
      }
      return committed(connection, autoCommit && !inTransaction, work);
    } finally {
      release(connection, autoCommit && inTransaction);
    }
  }

  private <T> T committed(Connection connection, boolean autoCommits, Work<S, T> work)
      throws SQLException {
    S open = open(connection);
    boolean done = false;
    try {
      T result = work.run(open);
      if (!autoCommits) {
        connection.commit();
      }
      done = true;
      return result;
    } finally {
      if (!done && !autoCommits && !succeeds(connection::rollback)) {
        // The changes are still open. Closing discards them; setting auto-commit would commit them.
        ignoreFailure(connection::close);
      }
      ignoreFailure(open::close);
    }
  }

  private Connection connect() {
    try {
      return dataSource.getConnection();
    } catch (SQLException e) {
      throw SqlFailures.notConnected(name, e);
    }
  }

  private S open(Connection connection) throws SQLException {
    return opener.open(connection, dialect(connection));
  }

  /** {@return the dialect of a connection to this database} */
  JdbcDialect dialect(Connection connection) throws SQLException {
    JdbcDialect known = dialect;
    if (known == null) {
      known = JdbcDialect.of(connection);
      dialect = known;
    }
    return known;
  }

  private static void release(Connection connection, boolean setAutoCommit) {
    if (setAutoCommit) {
      ignoreFailure(() -> connection.setAutoCommit(true));
    }
    ignoreFailure(connection::close);
  }

  /** A broken connection has been reported already, or is not needed any more. */
  private static void ignoreFailure(Cleanup cleanup) {
    var unused = succeeds(cleanup);
  }

  private static boolean succeeds(Cleanup cleanup) {
    try {
      cleanup.run();
      return true;
    } catch (SQLException e) {
      return false;
    }
  }

  @FunctionalInterface
  private interface Cleanup {
    void run() throws SQLException;
  }
}
