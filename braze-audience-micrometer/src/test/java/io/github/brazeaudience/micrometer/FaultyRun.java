package io.github.brazeaudience.micrometer;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.h2.jdbcx.JdbcDataSource;

/** Runs with faults that together produce every meter. Their forwarders have different names. */
final class FaultyRun {
  static final int USERS_TO_READ_BACK = 60;

  private static final Duration SHORT = Duration.ofMillis(1);
  private static final String AN_EPOCH_TOO_FAR_AWAY = "99999999999999999";

  private final MeterRegistry registry;

  private FaultyRun(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Runs all of them. The meters stay in the registry. */
  static void allIn(MeterRegistry registry) {
    FaultyRun run = new FaultyRun(registry);
    run.badUserAndOutage();
    run.lowerMaximumOfObjects();
    run.queueThatDeliversAgain();
    run.profilesThatAreReadBack();
    run.outbox();
  }

  /** Forwards four users, one of them bad, with an outage at the start. */
  static ForwarderMetrics badUserAndOutageIn(MeterRegistry registry) {
    return new FaultyRun(registry).badUserAndOutage();
  }

  private ForwarderMetrics badUserAndOutage() {
    try (var braze = FakeBraze.start()) {
      braze
          .next(Fault.status(503).withHeader("X-Ratelimit-Retry-After", AN_EPOCH_TOO_FAR_AWAY))
          .poison("u-3", Poison.wholeRequest(400));
      var metrics = ForwarderMetrics.of(registry);
      try (var forwarder = forwarder(braze, metrics, it -> it.maxInFlight(1))) {
        forwarder.forwardAll(snapshots(4).iterator(), metrics);
      }
      // A real wait would take seconds.
      metrics.requestsDelayed(
          new RequestsDelayed(BrazeOperation.TRACK_USERS, Duration.ofSeconds(6)));
      return metrics;
    }
  }

  private void lowerMaximumOfObjects() {
    try (var braze = FakeBraze.builder().maxObjects(25).start()) {
      braze.next(Fault.status(503));
      var metrics = ForwarderMetrics.of(registry, "lower-maximum");
      try (var forwarder = forwarder(braze, metrics, it -> it)) {
        forwarder.forwardAll(snapshots(150).iterator(), metrics);
      }
    }
  }

  private void queueThatDeliversAgain() {
    try (var braze = FakeBraze.start()) {
      braze.next(Fault.unauthorized());
      var metrics = ForwarderMetrics.of(registry, "redelivering");
      try (var forwarder = forwarder(braze, metrics, it -> it);
          var queue =
              forwarder
                  .queue()
                  .redeliver(RedeliveryPolicy.defaults().withBackoff(SHORT, SHORT))
                  .build()) {
        metrics.monitor(queue, "memberships");
        var outcome = queue.offer(snapshots(1).get(0)).orElseThrow();
        queue.flush().toCompletableFuture().join();
        metrics.handle(outcome.toCompletableFuture().join());
      }
    }
  }

  private void profilesThatAreReadBack() {
    try (var braze = FakeBraze.start()) {
      var metrics = ForwarderMetrics.of(registry, "reading-back");
      var changes =
          IntStream.rangeClosed(1, USERS_TO_READ_BACK)
              .mapToObj(FaultyRun::user)
              .map(user -> MembershipChange.of(user, List.of(Audience.of(11034)), List.of()))
              .toList();
      try (var forwarder =
          forwarder(
              braze,
              metrics,
              it ->
                  it.membership(
                          InMemoryMembershipStore.create(),
                          MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK))
                      .readBackRateLimiter(RateLimiter.of(1, Duration.ofMillis(100))))) {
        forwarder.forwardAll(changes.iterator(), metrics);
      }
    }
  }

  private void outbox() {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:faulty-run;DB_CLOSE_DELAY=-1");
    var outbox = JdbcOutbox.of(database);
    outbox.createSchema();
    OutboxMetrics.of(registry, outbox, "outbox");
  }

  private static AudienceForwarder forwarder(
      FakeBraze braze, ForwarderMetrics metrics, UnaryOperator<AudienceForwarderBuilder> settings) {
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .build();
    return settings
        .apply(
            AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
                .listener(metrics)
                .minUserWriteInterval(Duration.ZERO)
                .retryPolicy(RetryPolicy.defaults().withBackoff(SHORT, SHORT, SHORT)))
        .build();
  }

  private static List<? extends AudienceUpdate> snapshots(int users) {
    return IntStream.rangeClosed(1, users)
        .mapToObj(FaultyRun::user)
        .map(user -> MembershipSnapshot.of(user, Audience.of(11034)))
        .toList();
  }

  private static UserProfile user(int number) {
    return UserProfile.ofCustomerId("u-" + number);
  }
}
