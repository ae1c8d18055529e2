package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
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
 * Forwarders with their own connections have the same users and share one table, while one request
 * in ten fails. No change is lost, and no user is in two requests at once.
 */
@Timeout(180)
final class SharedForwardersTest {
  private static final String NAMESPACE = "workspace";
  private static final int FORWARDERS = 3;
  private static final boolean FULL = Boolean.getBoolean("tests.full");

  /** A user enters about 12 audiences, because the string holds 255 characters. */
  private static final int USERS = FULL ? 120 : 40;

  private static final int BATCHES = FULL ? 60 : 8;
  private static final int MAX_BATCH = 15;
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("key-of-the-shared-forwarders")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
          .build();

  static Stream<Arguments> databases() {
    return Stream.of(
        Arguments.of("PostgreSQL", Databases.postgres()),
        Arguments.of("H2", Databases.h2InMemory("")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("databases")
  void forward_sameUsersInSeveralForwarders_leavesEveryProfileRight(String name, DataSource source)
      throws Exception {
    long seed = Seeds.of("SharedForwardersTest");
    String table = Databases.newTable();
    JdbcMembershipStore.builder(source).table(table).build().createSchema();
    Map<String, Set<Long>> expected = new HashMap<>();
    ExecutorService threads = Executors.newFixedThreadPool(FORWARDERS);
    try (UnreliableBraze braze = new UnreliableBraze(seed, "SegmentMembership")) {
      List<Future<Map<String, Set<Long>>>> ends = new ArrayList<>();
      for (int i = 0; i < FORWARDERS; i++) {
        int forwarder = i;
        ends.add(
            threads.submit(
                () ->
                    run(
                        braze,
                        JdbcMembershipStore.builder(new CheckingPool(source)).table(table).build(),
                        forwarder,
                        new SplittableRandom(seed + forwarder))));
      }
      for (Future<Map<String, Set<Long>>> end : ends) {
        end.get()
            .forEach(
                (user, ids) ->
                    expected.computeIfAbsent(user, first -> new TreeSet<>()).addAll(ids));
      }
      assertThat(braze.violations()).isEmpty();
      expected.forEach(
          (user, ids) ->
              assertThat(ids(braze.attribute(user))).as("%s, seed %d", user, seed).isEqualTo(ids));
    } finally {
      threads.shutdownNow();
    }
    List<StoredRecord> stored =
        JdbcMembershipStore.builder(source).table(table).build().page(NAMESPACE, null, 1_000);
    assertThat(stored).hasSameSizeAs(expected.keySet());
    assertThat(stored).noneMatch(it -> it.record().isPending());
  }

  /** Forwards batches, each until every update is accepted. */
  private static Map<String, Set<Long>> run(
      UnreliableBraze braze, JdbcMembershipStore store, int number, SplittableRandom random) {
    Map<String, Set<Long>> accepted = new HashMap<>();
    try (store;
        AudienceForwarder forwarder =
            AudienceForwarder.builder(CONFIG, braze.transport())
                .membership(
                    store,
                    MembershipPolicy.defaults()
                        .withNamespace(NAMESPACE)
                        .withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE))
                .rateLimiter(RateLimiter.off())
                .retryPolicy(
                    RetryPolicy.defaults()
                        .withBackoff(
                            Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(20)))
                .minUserWriteInterval(Duration.ofMillis(5))
                .build()) {
      long audience = number + 1L;
      for (int batch = 0; batch < BATCHES; batch++) {
        List<MembershipChange> open = new ArrayList<>();
        for (int i = random.nextInt(MAX_BATCH); i >= 0; i--) {
          String user = "u-" + random.nextInt(USERS);
          audience += FORWARDERS;
          open.add(
              MembershipChange.of(
                  UserProfile.ofCustomerId(user), List.of(Audience.of(audience)), List.of()));
          accepted.computeIfAbsent(user, first -> new TreeSet<>()).add(audience);
        }
        while (!open.isEmpty()) {
          List<UserOutcome> outcomes = forwarder.forward(open).outcomes();
          assertThat(outcomes).noneMatch(Rejected.class::isInstance);
          open =
              outcomes.stream()
                  .filter(it -> !(it instanceof Accepted) && !(it instanceof Unchanged))
                  .map(it -> (MembershipChange) it.update())
                  .toList();
        }
      }
    }
    return accepted;
  }

  private static Set<Long> ids(Object attribute) {
    Set<Long> ids = new TreeSet<>();
    for (String id : String.valueOf(attribute).split(",", -1)) {
      ids.add(Long.parseLong(id.replace("'", "")));
    }
    return ids;
  }
}
