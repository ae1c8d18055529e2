package io.github.brazeaudience.jdbc;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Translation of SQL exceptions. Databases quote values in some of their messages, such as the key
 * of a duplicate row, so a message is passed on only if its class of SQLSTATE cannot contain one.
 */
final class SqlFailures {
  /** Failures of transactions that can succeed if they are repeated. */
  private static final Set<String> TRANSIENT =
      Set.of(
          "40001", // serialization failure; deadlock in H2
          "40P01", // deadlock in PostgreSQL
          "55P03", // lock not available in PostgreSQL
          "90131", // concurrent update in H2
          "HYT00"); // lock timeout in H2

  /** Classes of SQLSTATE about connections, privileges, names, conflicts and resources. */
  private static final Set<String> CLASSES_WITHOUT_VALUES =
      Set.of("08", "28", "3D", "3F", "40", "42", "53", "55", "57", "58");

  /** Failures of H2 about the file, the connection, conflicts and timeouts. */
  private static final Set<String> H2_WITHOUT_VALUES =
      Set.of("90020", "90028", "90031", "90067", "90098", "90121", "90131", "HYT00");

  private static final Set<String> TABLE_MISSING = Set.of("42P01", "42S02", "42S03", "42S04");
  private static final String STATEMENT_CANCELED = "57014";
  private static final String DUPLICATE_KEY = "23505";
  private static final int CLASS_LENGTH = 2;

  private SqlFailures() {}

  static boolean isTransient(SQLException e) {
    return e.getSQLState() != null && TRANSIENT.contains(e.getSQLState());
  }

  static boolean isDuplicateKey(SQLException e) {
    return DUPLICATE_KEY.equals(e.getSQLState());
  }

  /** A data source that gave no connection. It has seen no external id. */
  static JdbcStoreException notConnected(String database, SQLException e) {
    return new JdbcStoreException(
        ("could not get a connection to the %s (%s); check the database, the data"
                + " source and the size of its pool")
            .formatted(database, firstLine(e)),
        e.getSQLState(),
        e);
  }

  static JdbcStoreException failed(String database, SQLException e) {
    String state = e.getSQLState();
    boolean isSafe = state != null && hasNoValues(state);
    return new JdbcStoreException(
        "the %s failed (SQLSTATE %s, %s); %s"
            .formatted(
                database,
                state == null ? "unknown" : state,
                isSafe ? firstLine(e) : "message omitted because it can contain external ids",
                whatToDo(state)),
        state,
        withoutMessage(e));
  }

  private static boolean hasNoValues(String state) {
    return H2_WITHOUT_VALUES.contains(state)
        || (state.length() > CLASS_LENGTH
            && CLASSES_WITHOUT_VALUES.contains(state.substring(0, CLASS_LENGTH)));
  }

  private static String whatToDo(@Nullable String state) {
    if (state != null && TABLE_MISSING.contains(state)) {
      return "call createSchema(), or run the script in the jar";
    }
    return STATEMENT_CANCELED.equals(state)
        ? "look for a transaction that locks its rows, or raise statementTimeout"
        : "the next operation tries again";
  }

  private static String firstLine(SQLException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("no message");
  }

  /** Keeps the place and the codes of an exception, without its message and its causes. */
  private static SQLException withoutMessage(SQLException e) {
    SQLException copy =
        new SQLException(
            e.getClass().getName() + " (message omitted)", e.getSQLState(), e.getErrorCode());
    copy.setStackTrace(e.getStackTrace());
    return copy;
  }
}
