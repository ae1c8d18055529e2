package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.postgresql.ds.PGSimpleDataSource;

@Timeout(120)
final class JdbcMembershipStoreTest {
  private static final String NAMESPACE = "namespace";
  private static final String SECRET = "secret-user-id";

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")));
  }

  private static RecordChange becomes(MembershipRecord record) {
    return present -> record;
  }

  private static JdbcMembershipStore storeOf(DataSource source, String table) {
    return JdbcMembershipStore.builder(source).table(table).build();
  }

  private static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void read_bytesDamagedInTheTable_returnsItAsDamagedUntilRemoved(String name, DataSource source)
      throws SQLException {
    String table = Databases.newTable();
    JdbcMembershipStore store = storeOf(source, table);
    store.createSchema();
    store.update(NAMESPACE, Map.of("u-1", becomes(Records.in(1)), "u-2", becomes(Records.in(2))));
    byte[] damaged = Records.in(2).toBytes();
    damaged[damaged.length / 2] ^= 1;
    try (Connection connection = source.getConnection();
        PreparedStatement statement =
            connection.prepareStatement("UPDATE " + table + " SET record = ? WHERE user_id = ?")) {
      statement.setBytes(1, damaged);
      statement.setBytes(2, "u-2".getBytes(StandardCharsets.UTF_8));
      assertThat(statement.executeUpdate()).isEqualTo(1);
    }

    Map<String, MembershipRecord> found = store.read(NAMESPACE, List.of("u-1", "u-2"));
    assertThat(found).containsEntry("u-1", Records.in(1));
    assertThat(found.get("u-2").damage()).isPresent();
    assertThatThrownBy(
            () ->
                store.update(
                    NAMESPACE, Map.of("u-1", becomes(null), "u-2", becomes(Records.in(3)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("forget the user");
    assertThat(store.read(NAMESPACE, List.of("u-1"))).containsEntry("u-1", Records.in(1));

    store.update(NAMESPACE, Map.of("u-2", RecordChange.removal()));
    assertThat(store.read(NAMESPACE, List.of("u-1", "u-2"))).containsOnlyKeys("u-1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void page_anyExternalIds_isInTheOrderOfTheirBytes(String name, DataSource source) {
    JdbcMembershipStore store = Databases.newStore(source);
    List<String> users = List.of("\u0000", "A", "B", "a", "é", "\uFFFD", "\uD83D\uDE00");
    Map<String, RecordChange> changes = new HashMap<>();
    users.forEach(user -> changes.put(user, becomes(Records.in(1))));

    store.update(NAMESPACE, changes);

    assertThat(store.page(NAMESPACE, null, 10)).extracting(StoredRecord::user).isEqualTo(users);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void update_databaseQuotesTheKeyInItsError_omitsTheMessage(String name, DataSource source)
      throws SQLException {
    String table = Databases.newTable();
    String bytes = name.equals("H2") ? "VARBINARY(8)" : "bytea CHECK (length(user_id) <= 8)";
    execute(
        source,
        "CREATE TABLE %s (namespace %s, user_id %s, record %s, PRIMARY KEY (namespace, user_id))"
            .formatted(
                table,
                name.equals("H2") ? "VARBINARY(99)" : "bytea",
                bytes,
                name.equals("H2") ? "VARBINARY(99)" : "bytea"));

    JdbcStoreException thrown =
        catchThrowableOfType(
            JdbcStoreException.class,
            () -> storeOf(source, table).update(NAMESPACE, Map.of(SECRET, becomes(Records.in(1)))));

    assertThat(thrown)
        .hasMessageContaining("message omitted because it can contain external ids")
        .hasMessageContaining("SQLSTATE 2");
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString().toLowerCase(Locale.ROOT))
        .doesNotContain(SECRET)
        .doesNotContain(HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void read_tableMissing_namesCreateSchema(String name, DataSource source) {
    JdbcMembershipStore store = storeOf(source, "missing_table");

    assertThatThrownBy(() -> store.read(NAMESPACE, List.of("u-1")))
        .isInstanceOf(JdbcStoreException.class)
        .hasMessageContaining("call createSchema()");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void createSchema_tableInASchema_usesIt(String name, DataSource source) throws SQLException {
    execute(source, "CREATE SCHEMA IF NOT EXISTS audiences");
    JdbcMembershipStore store = storeOf(source, "audiences." + Databases.newTable());

    store.createSchema();
    store.update(NAMESPACE, Map.of("u-1", becomes(Records.in(1))));

    assertThat(store.read(NAMESPACE, List.of("u-1"))).containsOnlyKeys("u-1");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void update_removalOfUsersWithAndWithoutARecord_leavesNoRow(String name, DataSource source) {
    JdbcMembershipStore store = Databases.newStore(source);
    store.update(NAMESPACE, Map.of("u-1", becomes(Records.in(1))));

    store.update(
        NAMESPACE,
        Map.of("u-1", becomes(null), "u-2", becomes(null), "u-3", RecordChange.removal()));

    String rowsOfUsers = Databases.tableOf(store) + " WHERE LENGTH(user_id) > 0";
    assertThat(OutboxFixture.count(source, rowsOfUsers)).isZero();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void update_unpairedSurrogate_isRefusedWithoutTheId(String name, DataSource source) {
    JdbcMembershipStore store = Databases.newStore(source);

    assertThatThrownBy(
            () -> store.update(NAMESPACE, Map.of(SECRET + "\uD83D", becomes(Records.in(1)))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("unpaired surrogate")
        .hasMessageNotContaining(SECRET);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void close_dataSource_staysOpen(String name, DataSource source) {
    String table = Databases.newTable();
    JdbcMembershipStore store = storeOf(source, table);
    store.createSchema();
    store.update(NAMESPACE, Map.of("u-1", becomes(Records.in(1))));
    store.close();

    assertThat(storeOf(source, table).read(NAMESPACE, List.of("u-1"))).containsOnlyKeys("u-1");
  }

  @Test
  void update_rowLockedByAnotherTransaction_failsAfterTheStatementTimeout() throws SQLException {
    String table = Databases.newTable();
    JdbcMembershipStore store =
        JdbcMembershipStore.builder(Databases.postgres())
            .table(table)
            .statementTimeout(Duration.ofSeconds(1))
            .build();
    store.createSchema();
    store.update(NAMESPACE, Map.of(SECRET, becomes(Records.in(1))));
    try (Connection connection = Databases.postgres().getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("SELECT * FROM " + table + " FOR UPDATE");

      assertThatThrownBy(() -> store.update(NAMESPACE, Map.of(SECRET, becomes(null))))
          .isInstanceOf(JdbcStoreException.class)
          .hasMessageContaining("raise statementTimeout")
          .hasMessageNotContaining(SECRET);
    }
    assertThat(store.read(NAMESPACE, List.of(SECRET))).containsOnlyKeys(SECRET);
  }

  @Test
  void read_databaseNotReachable_saysSo() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {"localhost"});
    source.setPortNumbers(new int[] {1});

    assertThatThrownBy(() -> JdbcMembershipStore.of(source).read(NAMESPACE, List.of("u-1")))
        .isInstanceOf(JdbcStoreException.class)
        .hasMessageContaining(
            "could not get a connection to the membership database (Connection to localhost:1"
                + " refused");
  }
}
