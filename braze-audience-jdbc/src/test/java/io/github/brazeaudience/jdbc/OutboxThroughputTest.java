package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Measures the time of an addition, and the throughput of one relay with default settings. */
@Tag("full")
@Timeout(600)
final class OutboxThroughputTest {
  private static final int UPDATES = 100_000;
  private static final int USERS = 50_000;
  private static final int UPDATES_PER_TRANSACTION = 500;
  private static final int SINGLE_ADDITIONS = 2_000;
  private static final double MIN_UPDATES_PER_SECOND = 1_000;

  @TempDir private static Path directory;

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", new CheckingPool(Databases.postgres())),
        Arguments.of(
            "H2 file", new CheckingPool(Databases.h2("file:" + directory.resolve("outbox")))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void relay_backlog_isForwardedAtAThousandUpdatesPerSecond(String name, DataSource source)
      throws Exception {
    JdbcOutbox outbox = OutboxFixture.newOutbox(source);
    double[] addMillis = addOneByOne(source, outbox);
    double addedPerSecond = UPDATES / seconds(() -> addAll(source, outbox));
    StubBraze braze = new StubBraze();
    CountDownLatch forwarded = new CountDownLatch(UPDATES + SINGLE_ADDITIONS);
    OutboxListener listener =
        new OutboxListener() {
          @Override
          public void outcome(UserOutcome outcome) {
            forwarded.countDown();
          }
        };
    long started = System.nanoTime();
    try (AudienceForwarder forwarder =
            AudienceForwarder.builder(OutboxFixture.CONFIG, braze)
                .rateLimiter(RateLimiter.off())
                .build();
        OutboxRelay relay = outbox.relay(forwarder).listener(listener).start()) {
      forwarded.await();
      assertThat(relay.lastFailure()).isEmpty();
    }
    double perSecond = (UPDATES + SINGLE_ADDITIONS) / ((System.nanoTime() - started) / 1e9);

    System.out.printf(
        Locale.ROOT,
        "OutboxThroughputTest: %s: a transaction with one update %.2f ms (median), %.2f ms (99 %%);"
            + " %.0f updates/s in transactions of %d; relay %.0f updates/s, %d requests%n",
        name,
        addMillis[SINGLE_ADDITIONS / 2],
        addMillis[SINGLE_ADDITIONS * 99 / 100],
        addedPerSecond,
        UPDATES_PER_TRANSACTION,
        perSecond,
        braze.requests());
    assertThat(perSecond).isGreaterThan(MIN_UPDATES_PER_SECOND);
  }

  private static double[] addOneByOne(DataSource source, JdbcOutbox outbox) throws SQLException {
    double[] millis = new double[SINGLE_ADDITIONS];
    for (int i = 0; i < SINGLE_ADDITIONS; i++) {
      long started = System.nanoTime();
      OutboxFixture.add(source, outbox, OutboxFixture.snapshot("single-" + i, 1));
      millis[i] = (System.nanoTime() - started) / 1e6;
    }
    Arrays.sort(millis);
    return millis;
  }

  private static void addAll(DataSource source, JdbcOutbox outbox) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      for (int first = 0; first < UPDATES; first += UPDATES_PER_TRANSACTION) {
        int from = first;
        List<AudienceUpdate> updates = new ArrayList<>();
        IntStream.range(from, from + UPDATES_PER_TRANSACTION)
            .forEach(i -> updates.add(OutboxFixture.snapshot("u-" + i % USERS, 1 + i)));
        outbox.add(connection, updates);
        connection.commit();
      }
      connection.setAutoCommit(true);
    }
  }

  @FunctionalInterface
  private interface Work {
    void run() throws SQLException;
  }

  private static double seconds(Work work) throws SQLException {
    long started = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - started).toMillis() / 1e3;
  }
}
