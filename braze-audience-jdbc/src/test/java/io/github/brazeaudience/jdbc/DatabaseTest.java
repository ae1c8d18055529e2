package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

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
  private final Database<Inserts> database =
      new Database<>(
          "test database",
          pool,
          JdbcDialect.H2,
          (connection, dialect) -> new Inserts(connection),
          new TransactionRetry(wait -> waits.incrementAndGet(), new SplittableRandom(1)));

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
}
