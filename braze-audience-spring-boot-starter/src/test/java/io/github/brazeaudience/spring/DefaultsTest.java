package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.jdbc.JdbcMembershipStoreBuilder;
import io.github.brazeaudience.jdbc.JdbcOutboxBuilder;
import io.github.brazeaudience.jdbc.OutboxRelayBuilder;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.micrometer.ForwarderMetrics;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** The defaults of the delivery properties are those of the library. */
final class DefaultsTest {
  private static final BrazeAudienceProperties PROPERTIES =
      new Binder(new MapConfigurationPropertySource(Map.of()))
          .bindOrCreate(BrazeAudienceProperties.PREFIX, BrazeAudienceProperties.class);

  static Stream<Arguments> defaults() {
    var retry = PROPERTIES.retry();
    var rate = PROPERTIES.rateLimit();
    var queue = PROPERTIES.queue();
    var store = PROPERTIES.store();
    var outbox = PROPERTIES.outbox();
    return Stream.of(
        arguments("name", PROPERTIES.name(), ForwarderMetrics.DEFAULT_FORWARDER),
        arguments(
            "min-user-write-interval",
            PROPERTIES.minUserWriteInterval(),
            AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL),
        arguments(
            "stream-linger",
            PROPERTIES.streamLinger(),
            AudienceForwarderBuilder.DEFAULT_STREAM_LINGER),
        arguments("rate-limit.requests", rate.requests(), RateLimiter.DEFAULT_STARTS),
        arguments("rate-limit.window", rate.window(), RateLimiter.DEFAULT_WINDOW),
        arguments("rate-limit.reserve", rate.reserve(), 0.0),
        arguments(
            "concurrency.initial",
            PROPERTIES.concurrency().initial(),
            ConcurrencyPolicy.DEFAULT_INITIAL),
        arguments(
            "concurrency.largest", PROPERTIES.concurrency().largest(), ConcurrencyPolicy.LARGEST),
        arguments(
            "read-back-rate-limit.requests",
            PROPERTIES.readBackRateLimit().requests(),
            RateLimiter.READ_BACK_STARTS),
        arguments(
            "read-back-rate-limit.window",
            PROPERTIES.readBackRateLimit().window(),
            RateLimiter.READ_BACK_WINDOW),
        arguments(
            "status-rate-limit.requests",
            PROPERTIES.statusRateLimit().requests(),
            RateLimiter.STATUS_STARTS),
        arguments(
            "status-rate-limit.window",
            PROPERTIES.statusRateLimit().window(),
            RateLimiter.STATUS_WINDOW),
        arguments("retry.max-attempts", retry.maxAttempts(), RetryPolicy.DEFAULT_MAX_ATTEMPTS),
        arguments(
            "retry.initial-backoff", retry.initialBackoff(), RetryPolicy.DEFAULT_INITIAL_BACKOFF),
        arguments(
            "retry.throttled-backoff",
            retry.throttledBackoff(),
            RetryPolicy.DEFAULT_THROTTLED_BACKOFF),
        arguments("retry.max-backoff", retry.maxBackoff(), RetryPolicy.DEFAULT_MAX_BACKOFF),
        arguments("retry.deadline", retry.deadline(), RetryPolicy.DEFAULT_DEADLINE),
        arguments("retry.outage-limit", retry.outageLimit(), RetryPolicy.DEFAULT_OUTAGE_LIMIT),
        arguments("retry.budget", retry.budget(), RetryPolicy.DEFAULT_BUDGET),
        arguments("queue.capacity", queue.capacity(), AudienceQueueBuilder.DEFAULT_CAPACITY),
        arguments("queue.linger", queue.linger(), AudienceQueueBuilder.DEFAULT_LINGER),
        arguments(
            "queue.redelivery.initial-backoff",
            queue.redelivery().initialBackoff(),
            RedeliveryPolicy.DEFAULT_INITIAL_BACKOFF),
        arguments(
            "queue.redelivery.max-backoff",
            queue.redelivery().maxBackoff(),
            RedeliveryPolicy.DEFAULT_MAX_BACKOFF),
        arguments("store.table", store.table(), JdbcMembershipStoreBuilder.DEFAULT_TABLE),
        arguments(
            "store.unknown-users",
            store.unknownUsers(),
            MembershipPolicy.defaults().unknownUsers()),
        arguments("outbox.table", outbox.table(), JdbcOutboxBuilder.DEFAULT_TABLE),
        arguments(
            "outbox.message-retention",
            outbox.messageRetention(),
            Duration.ofDays(JdbcOutboxBuilder.DEFAULT_MESSAGE_RETENTION_DAYS)),
        arguments(
            "outbox.relay.poll-interval",
            outbox.relay().pollInterval(),
            OutboxRelayBuilder.DEFAULT_POLL_INTERVAL),
        arguments(
            "outbox.relay.redelivery.initial-backoff",
            outbox.relay().redelivery().initialBackoff(),
            RedeliveryPolicy.DEFAULT_INITIAL_BACKOFF),
        arguments(
            "outbox.relay.redelivery.max-backoff",
            outbox.relay().redelivery().maxBackoff(),
            RedeliveryPolicy.DEFAULT_MAX_BACKOFF),
        arguments(
            "outbox.relay.max-updates",
            outbox.relay().maxUpdates(),
            OutboxRelayBuilder.DEFAULT_MAX_UPDATES));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("defaults")
  void bind_noProperties_hasTheDefaultOfTheLibrary(String name, Object value, Object expected) {
    assertThat(value).isEqualTo(expected);
  }
}
