package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import javax.sql.DataSource;

/**
 * Process that adds updates in transactions of its own table, rolls some of them back, and runs a
 * relay until its input ends. A transaction also records its number, so a process that is started
 * again continues after the last committed one.
 */
final class OutboxProcess {
  private static final int UPDATES = 20;
  private static final RelayLease.Timing LEASE =
      new RelayLease.Timing(Duration.ofSeconds(4), Duration.ofSeconds(2), Duration.ofMillis(400));

  private final DataSource source;
  private final JdbcOutbox outbox;
  private final String table;
  private final int number;
  private final long seed;

  private OutboxProcess(DataSource source, String table, int number, long seed) {
    this.source = source;
    this.outbox = JdbcOutbox.builder(source).table(table).build();
    this.table = table;
    this.number = number;
    this.seed = seed;
  }

  /** Arguments: URL, table, port of Braze, number of the process, seed, users, transactions. */
  public static void main(String[] arguments) throws Exception {
    CheckingPool pool = new CheckingPool(Databases.postgres(arguments[0]));
    OutboxProcess process =
        new OutboxProcess(
            pool, arguments[1], Integer.parseInt(arguments[3]), Long.parseLong(arguments[4]));
    try (AudienceForwarder forwarder = ProcessForwarders.of(Integer.parseInt(arguments[2]));
        OutboxRelay relay =
            OutboxFixture.relayOf(process.outbox, forwarder)
                .pollInterval(Duration.ofMillis(50))
                .closeTimeout(Duration.ofSeconds(60))
                .lease(LEASE)
                .start()) {
      process.addAll(Integer.parseInt(arguments[5]), Integer.parseInt(arguments[6]));
      awaitEndOfInput();
      System.out.println("ends " + relay);
    }
  }

  @SuppressWarnings("StatementWithEmptyBody")
  private static void awaitEndOfInput() throws IOException {
    while (System.in.read() >= 0) {}
  }

  private void addAll(int users, int transactions) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      for (int next = done(connection) + 1; next <= transactions; next++) {
        SplittableRandom random = new SplittableRandom(seed + 31L * number + 1_000_003L * next);
        if (random.nextInt(10) == 0) {
          add(connection, random, users);
          connection.rollback();
        }
        add(connection, random, users);
        try (PreparedStatement statement =
            connection.prepareStatement(
                "UPDATE %s_done SET done = ? WHERE process = ?".formatted(table))) {
          statement.setInt(1, next);
          statement.setInt(2, number);
          statement.executeUpdate();
        }
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }

  private int done(Connection connection) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            "SELECT done FROM %s_done WHERE process = ?".formatted(table))) {
      statement.setInt(1, number);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getInt(1);
      }
    }
  }

  /** Increments the values of random users, which locks the users, and adds their updates. */
  private void add(Connection connection, SplittableRandom random, int users) throws SQLException {
    TreeSet<String> chosen = new TreeSet<>();
    while (chosen.size() < UPDATES) {
      chosen.add("u-" + random.nextInt(users));
    }
    List<AudienceUpdate> updates = new ArrayList<>();
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            INSERT INTO %s_expected AS present (user_id, value)
            SELECT user_id, 1 FROM unnest(?) AS chosen (user_id) ORDER BY user_id
            ON CONFLICT (user_id) DO UPDATE SET value = present.value + 1
            RETURNING user_id, value
            """
                .formatted(table))) {
      statement.setArray(1, connection.createArrayOf("text", chosen.toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          updates.add(OutboxFixture.snapshot(rows.getString(1), rows.getLong(2)));
        }
      }
    }
    outbox.add(connection, updates);
  }
}
