package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DatabaseTest {
  private final DataSource source = Databases.h2InMemory("");
  private final AtomicInteger waits = new AtomicInteger();
  private final CheckingPool pool = new CheckingPool(source);
  private final Database<Inserts> database = databaseOf(pool);

  /** Session that inserts rows. */
  private record Inserts(Connection connection) implements Database.Session {
    void insert() throws SQLException {
      try (Statement statement = connection.createStatement()) {
        statement.execute("INSERT INTO inserted VALUES (1)");
      }
    }

    @Override
    public void close() {}
  }

  private Database<Inserts> databaseOf(DataSource from) {
    return new Database<>(
        "test database",
        from,
        JdbcDialect.H2,
        (connection, dialect) -> new Inserts(connection),
        new TransactionRetry(wait -> waits.incrementAndGet(), new SplittableRandom(1)));
  }

  /** A source of connections that cannot roll back. */
  private DataSource withoutRollback() {
    return proxy(
        DataSource.class,
        (proxy, method, arguments) -> {
          Connection connection = source.getConnection();
          return proxy(
              Connection.class,
              (inner, called, parameters) -> {
                if (called.getName().equals("rollback")) {
                  throw new SQLException("the statement was canceled", "57014");
                }
                try {
                  return called.invoke(connection, parameters);
                } catch (InvocationTargetException e) {
                  throw e.getCause();
                }
              });
        });
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  @BeforeEach
  void createTable() throws SQLException {
    OutboxFixture.execute(source, "CREATE TABLE inserted (id INTEGER)");
  }

  @Test
  void transaction_disturbedTwice_keepsOnlyTheChangesOfTheLastAttempt() {
    int result =
        database.transaction(
            session -> {
              session.insert();
              if (waits.get() < 2) {
                throw new SQLException("serialization failure", "40001");
              }
              return waits.get();
            });

    assertThat(result).isEqualTo(2);
    assertThat(OutboxFixture.count(source, "inserted")).isEqualTo(1);
    assertThat(pool.taken()).isZero();
  }

  @Test
  void transaction_disturbedInEveryAttempt_throwsWithoutAChange() {
    AtomicInteger attempts = new AtomicInteger();
    JdbcStoreException thrown =
        catchThrowableOfType(
            JdbcStoreException.class,
            () ->
                database.transaction(
                    session -> {
                      session.insert();
                      throw new SQLException("deadlock " + attempts.incrementAndGet(), "40001");
                    }));

    assertThat(thrown)
        .hasMessage(
            "the test database failed (SQLSTATE 40001, deadlock %d); the next operation tries again",
            TransactionRetry.MAX_ATTEMPTS);
    assertThat(thrown.sqlState()).hasValue("40001");
    assertThat(attempts).hasValue(TransactionRetry.MAX_ATTEMPTS);
    assertThat(waits).hasValue(TransactionRetry.MAX_ATTEMPTS - 1);
    assertThat(OutboxFixture.count(source, "inserted")).isZero();
    assertThat(pool.taken()).isZero();
  }

  @Test
  void transaction_failsAndCannotRollBack_keepsNoChange() {
    JdbcStoreException thrown =
        catchThrowableOfType(
            JdbcStoreException.class,
            () ->
                databaseOf(withoutRollback())
                    .transaction(
                        session -> {
                          session.insert();
                          throw new SQLException("out of disk space", "53100");
                        }));

    assertThat(thrown).hasMessageContaining("out of disk space");
    assertThat(OutboxFixture.count(source, "inserted")).isZero();
  }
}
