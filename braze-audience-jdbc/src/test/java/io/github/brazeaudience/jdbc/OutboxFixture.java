package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.transport.BrazeTransport;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.params.provider.Arguments;

/** Outboxes, forwarders and statements of the tests. */
final class OutboxFixture {
  static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("key-of-the-outbox")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
          .build();

  private static final Duration SHORT = Duration.ofMillis(5);

  private OutboxFixture() {}

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")),
        Arguments.of("H2 in MySQL mode", Databases.h2InMemory(";MODE=MySQL")));
  }

  static JdbcOutbox newOutbox(DataSource source) {
    JdbcOutbox outbox = JdbcOutbox.builder(source).table(Databases.newTable()).build();
    outbox.createSchema();
    return outbox;
  }

  /** Returns a forwarder that attempts each request once. */
  static AudienceForwarder forwarderTo(BrazeTransport braze) {
    return AudienceForwarder.builder(CONFIG, braze)
        .rateLimiter(RateLimiter.off())
        .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
        .minUserWriteInterval(Duration.ZERO)
        .build();
  }

  /** Returns a relay with short waits. */
  static OutboxRelayBuilder relayOf(JdbcOutbox outbox, AudienceForwarder forwarder) {
    return outbox
        .relay(forwarder)
        .pollInterval(SHORT)
        .minUserWriteInterval(Duration.ZERO)
        .redeliver(RedeliveryPolicy.defaults().withBackoff(SHORT, SHORT));
  }

  static MembershipSnapshot snapshot(String user, long audience) {
    return MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(audience));
  }

  static void add(DataSource source, JdbcOutbox outbox, AudienceUpdate... updates)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      outbox.add(connection, List.of(updates));
      connection.commit();
      connection.setAutoCommit(true);
    }
  }

  static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  static void awaitEmpty(JdbcOutbox outbox) {
    await(() -> outbox.status().backlog() == 0);
  }

  static String tableOf(JdbcOutbox outbox) {
    return outbox.toString().replaceAll("JdbcOutbox\\[(.*)\\]", "$1");
  }

  static void execute(DataSource source, String sql) throws SQLException {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  static long count(DataSource source, String tableAndCondition) {
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + tableAndCondition)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
