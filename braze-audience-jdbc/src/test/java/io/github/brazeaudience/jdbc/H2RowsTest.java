package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The statements of {@link H2Table} and {@link H2Rows}. */
final class H2RowsTest {
  private static final String NAMESPACE = "n";

  private final DataSource source = Databases.h2InMemory("");
  private final TableName table = new TableName(Databases.newTable());

  @BeforeEach
  void addUsers() {
    JdbcMembershipStore store = JdbcMembershipStore.builder(source).table(table.toString()).build();
    store.createSchema();
    RecordChange change = present -> Records.in(1);
    store.update(NAMESPACE, Map.of("u-1", change, "u-2", change));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static NavigableSet<byte[]> keys(String... users) {
    NavigableSet<byte[]> keys = new TreeSet<>(KeyBytes.ORDER);
    List.of(users).forEach(user -> keys.add(bytes(user)));
    return keys;
  }

  private static List<String> texts(Collection<byte[]> keys) {
    return keys.stream().map(KeyBytes::text).toList();
  }

  /** Returns a connection that changes the SQL of each prepared statement. */
  private static Connection changing(Connection connection, UnaryOperator<String> sql) {
    return (Connection)
        Proxy.newProxyInstance(
            H2RowsTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              try {
                return method.getName().equals("prepareStatement")
                    ? connection.prepareStatement(sql.apply((String) arguments[0]))
                    : method.invoke(connection, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  @Test
  void lock_presentAndMissingUsers_insertsTheMissingOnes() throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);

      H2Rows.Locked locked = lock(connection, "u-0", "u-1", "u-2", "u-3");

      assertThat(texts(locked.records().keySet())).containsExactly("u-0", "u-1", "u-2", "u-3");
      assertThat(texts(locked.inserted())).containsExactly("u-0", "u-3");
      assertThat(locked.records().get(bytes("u-0"))).isNull();
      assertThat(locked.records().get(bytes("u-1"))).isEqualTo(Records.in(1).toBytes());
      connection.rollback();
    }
  }

  @Test
  void lock_presentUsers_doesNotLockTheGate() throws SQLException {
    try (Connection first = source.getConnection();
        Connection second = source.getConnection()) {
      first.setAutoCommit(false);
      second.setAutoCommit(false);
      lock(first, "u-3");

      assertThat(lock(second, "u-1", "u-2").inserted()).isEmpty();
      first.rollback();
      second.rollback();
    }
  }

  @Test
  void lock_rowInsertedWithoutTheGate_failsAsDisturbed() throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      Connection findsNoUser =
          changing(
              connection,
              sql ->
                  sql.replace(
                      "AND user_id = ? FOR", "AND user_id = ? AND LENGTH(user_id) = 0 FOR"));

      assertThatThrownBy(() -> lock(findsNoUser, "u-1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(SqlFailures.isTransient(e)).isTrue())
          .hasMessage("another program changed a row of this update");
      connection.rollback();
    }
  }

  private H2Rows.Locked lock(Connection connection, String... users) throws SQLException {
    return new H2Rows(connection, table)
        .lock(
            bytes(NAMESPACE),
            keys(users),
            "INSERT INTO %s (namespace, user_id) VALUES (?, ?)",
            user -> new Object[] {bytes(NAMESPACE), user});
  }

  @Test
  void read_someUsers_looksEachUpInTheIndex() throws SQLException {
    String plan =
        plan(
            open -> open.read(bytes(NAMESPACE), keys("u-1", "u-3")),
            (connection, statement) -> {
              statement.setArray(
                  1, connection.createArrayOf("VARBINARY", keys("u-1", "u-3").toArray()));
              statement.setBytes(2, bytes(NAMESPACE));
            });

    assertThat(plan).contains("AND USER_ID = WANTED.USER_ID");
  }

  @Test
  void page_ofManyRecords_readsOnlyItsRows() throws SQLException {
    String plan =
        plan(
            open -> open.page(bytes(NAMESPACE), bytes("u-0"), 10),
            (connection, statement) -> {
              statement.setBytes(1, bytes(NAMESPACE));
              statement.setBytes(2, bytes("u-0"));
              statement.setInt(3, 10);
            });

    assertThat(plan).contains("AND USER_ID > ?2").contains("index sorted");
  }

  /** Returns the plan of the statement that an operation prepares. */
  private String plan(Database.Work<H2Table, ?> operation, Parameters parameters)
      throws SQLException {
    List<String> prepared = new ArrayList<>();
    try (Connection connection = source.getConnection()) {
      Connection recording =
          changing(
              connection,
              sql -> {
                prepared.add(sql);
                return sql;
              });
      operation.run(new H2Table(recording, table, 30));
      try (PreparedStatement statement =
          connection.prepareStatement("EXPLAIN " + prepared.get(0))) {
        parameters.set(connection, statement);
        try (ResultSet result = statement.executeQuery()) {
          result.next();
          return result.getString(1);
        }
      }
    }
  }

  /** Sets the parameters of a statement. */
  private interface Parameters {
    void set(Connection connection, PreparedStatement statement) throws SQLException;
  }
}
