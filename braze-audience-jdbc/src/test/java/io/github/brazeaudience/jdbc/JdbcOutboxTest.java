package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(120)
final class JdbcOutboxTest {
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("key-of-the-outbox")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
          .build();
  private static final Duration SHORT = Duration.ofMillis(5);

  private final StubBraze braze = new StubBraze();
  private final AudienceForwarder forwarder =
      AudienceForwarder.builder(CONFIG, braze)
          .rateLimiter(RateLimiter.off())
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .minUserWriteInterval(Duration.ZERO)
          .build();

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")),
        Arguments.of("H2 in MySQL mode", Databases.h2InMemory(";MODE=MySQL")));
  }

  @AfterEach
  void close() {
    forwarder.close();
  }

  private static JdbcOutbox newOutbox(DataSource source) {
    JdbcOutbox outbox = JdbcOutbox.builder(source).table(Databases.newTable()).build();
    outbox.createSchema();
    return outbox;
  }

  private OutboxRelay relayOf(JdbcOutbox outbox) {
    return outbox
        .relay(forwarder)
        .pollInterval(SHORT)
        .minUserWriteInterval(Duration.ZERO)
        .redeliver(RedeliveryPolicy.defaults().withBackoff(SHORT, SHORT))
        .start();
  }

  private static MembershipSnapshot snapshot(String user, long audience) {
    return MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(audience));
  }

  private static void add(DataSource source, JdbcOutbox outbox, AudienceUpdate... updates)
      throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      outbox.add(connection, List.of(updates));
      connection.commit();
    }
  }

  private static void await(BooleanSupplier condition) {
    while (!condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }

  private static void awaitEmpty(JdbcOutbox outbox) {
    await(() -> outbox.status().backlog() == 0);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_updatesInTheOutbox_forwardsAndDeletesThem(String name, DataSource source)
      throws SQLException {
    JdbcOutbox outbox = newOutbox(source);
    add(source, outbox, snapshot("u-1", 1), snapshot("u-2", 2), snapshot("u-1", 3));

    try (OutboxRelay relay = relayOf(outbox)) {
      awaitEmpty(outbox);
      assertThat(relay.lastFailure()).isEmpty();
    }
    assertThat(braze.written()).containsExactlyInAnyOrder("u-1='3'", "u-2='2'");
    assertThat(outbox.status().rejected()).isZero();
    assertThat(outbox.status().oldestAge()).isEmpty();
  }
}
