package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Several relays with their own forwarders share one outbox, while transactions are rolled back and
 * one request in ten fails. No update is lost, none of a rolled back transaction is forwarded, no
 * user is in two requests at once, and no profile goes back to an earlier value.
 */
@Timeout(180)
final class SharedOutboxTest {
  private static final int RELAYS = 3;
  private static final int ADDERS = 2;
  private static final int USERS = 60;
  private static final int TRANSACTIONS = Boolean.getBoolean("tests.full") ? 2_000 : 80;
  private static final int MAX_UPDATES = 20;

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relays_sameUsersAndRollbacks_leaveEveryProfileRight(String name, DataSource source)
      throws Exception {
    long seed = Seeds.of("SharedOutboxTest");
    JdbcOutbox outbox = OutboxFixture.newOutbox(source);
    List<AutoCloseable> resources = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(ADDERS);
    Map<String, Long> expected = new HashMap<>();
    try (UnreliableBraze braze = new UnreliableBraze(seed, "SegmentMembership", true)) {
      for (int i = 0; i < RELAYS; i++) {
        AudienceForwarder forwarder = forwarder(braze);
        JdbcOutbox shared =
            JdbcOutbox.builder(new CheckingPool(source))
                .table(OutboxFixture.tableOf(outbox))
                .build();
        resources.add(0, forwarder);
        resources.add(0, OutboxFixture.relayOf(shared, forwarder).maxUpdates(200).start());
      }
      List<Future<Map<String, Long>>> adders = new ArrayList<>();
      for (int i = 0; i < ADDERS; i++) {
        int adder = i;
        adders.add(
            threads.submit(
                () -> addAll(source, outbox, adder, new SplittableRandom(seed + adder))));
      }
      for (Future<Map<String, Long>> adder : adders) {
        expected.putAll(adder.get());
      }
      OutboxFixture.awaitEmpty(outbox);

      assertThat(braze.violations()).as("seed %d", seed).isEmpty();
      expected.forEach(
          (user, last) ->
              assertThat(braze.attribute(user))
                  .as("%s, seed %d", user, seed)
                  .isEqualTo("'" + last + "'"));
      assertThat(braze.users()).isEqualTo(expected.keySet());
      for (AutoCloseable resource : resources) {
        resource.close();
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(outbox.status()).isEqualTo(new OutboxStatus(0, Optional.empty(), 0));
    String table = OutboxFixture.tableOf(outbox);
    assertThat(OutboxFixture.count(source, table + "_relay")).isZero();
    assertThat(OutboxFixture.count(source, table + "_user WHERE relay IS NOT NULL")).isZero();
  }

  private static AudienceForwarder forwarder(UnreliableBraze braze) {
    return AudienceForwarder.builder(OutboxFixture.CONFIG, braze.transport())
        .rateLimiter(RateLimiter.off())
        .retryPolicy(
            RetryPolicy.defaults()
                .withMaxAttempts(2)
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(20)))
        .minUserWriteInterval(Duration.ZERO)
        .build();
  }

  /** Adds updates of its own users, and returns the last committed value of each. */
  private static Map<String, Long> addAll(
      DataSource source, JdbcOutbox outbox, int adder, SplittableRandom random)
      throws SQLException {
    Map<String, Long> committed = new HashMap<>();
    long value = 1;
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      for (int transaction = 0; transaction < TRANSACTIONS; transaction++) {
        List<AudienceUpdate> updates = new ArrayList<>();
        Map<String, Long> added = new HashMap<>();
        for (int i = random.nextInt(MAX_UPDATES); i >= 0; i--) {
          String user = "u-" + adder + "-" + random.nextInt(USERS / ADDERS);
          updates.add(OutboxFixture.snapshot(user, ++value));
          added.put(user, value);
        }
        outbox.add(connection, updates);
        if (random.nextInt(4) == 0) {
          connection.rollback();
        } else {
          connection.commit();
          committed.putAll(added);
        }
      }
    }
    return committed;
  }
}
