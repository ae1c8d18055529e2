package io.github.brazeaudience.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.github.brazeaudience.testing.RateLimitStyle;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Committed offsets, with Kafka's MockConsumer and a FakeBraze. */
final class AudienceConsumerTest {
  private static final TopicPartition LEFT = new TopicPartition("memberships", 0);
  private static final TopicPartition RIGHT = new TopicPartition("memberships", 1);

  private final MembershipDeserializer deserializer = new MembershipDeserializer();
  private final MockConsumer<String, AudienceUpdate> kafka =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          if (commitFailure != null) {
            throw commitFailure;
          }
          super.commitSync(offsets);
        }
      };
  private final List<String> deadLetters = new ArrayList<>();
  private final FakeBraze braze = FakeBraze.start();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private RuntimeException commitFailure;
  private AudienceForwarder forwarder;
  private AudienceConsumer consumer;

  @BeforeEach
  void start() {
    kafka.assign(List.of(LEFT, RIGHT));
    kafka.updateBeginningOffsets(Map.of(LEFT, 0L, RIGHT, 0L));
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .build();
    forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .minUserWriteInterval(Duration.ZERO)
            .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
            .build();
    consumer =
        new AudienceConsumer(
            kafka,
            forwarder,
            (record, rejected) ->
                deadLetters.add(record.offset() + " " + rejected.reason().orElseThrow()),
            () -> now);
  }

  @AfterEach
  void stop() {
    forwarder.close();
    braze.close();
  }

  @Test
  void forwardOnce_allAccepted_commitsBehindTheLastOfEachPartition() {
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    record(RIGHT, 0, user("u-3", 11034));

    consumer.forwardOnce();

    assertThat(committed(LEFT)).isEqualTo(2);
    assertThat(committed(RIGHT)).isEqualTo(1);
    assertThat(braze.profile("u-2").orElseThrow().attribute("SegmentMembership"))
        .contains("'11034'");
  }

  @Test
  void forwardOnce_rejectedAndUnreadable_goToTheDeadLettersAndHoldUpNothing() {
    braze.poison("u-2", Poison.named("BLACKLISTED_EXTERNAL_USER_ID"));
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    record(LEFT, 2, "{\"user\":");
    record(LEFT, 3, user("u-3", -1));
    record(LEFT, 4, user("u-4", 11034));

    consumer.forwardOnce();

    assertThat(deadLetters)
        .containsExactly("1 NAMED_BY_BRAZE", "2 MALFORMED_INPUT", "3 INVALID_AUDIENCE");
    assertThat(committed(LEFT)).isEqualTo(5);
  }

  @Test
  void forwardOnce_unconfirmed_isReadAgainAfterAPauseAndThenCommitted() {
    record(LEFT, 0, "{}");
    record(LEFT, 1, user("u-1", 11036));
    record(LEFT, 2, user("u-2", 11034));
    braze.next(Fault.status(503));

    consumer.forwardOnce();

    assertThat(committed(LEFT)).as("the one before it").isEqualTo(1);
    assertThat(kafka.position(LEFT)).isEqualTo(1);
    assertThat(kafka.paused()).containsExactlyInAnyOrder(LEFT, RIGHT);

    now = now.plusSeconds(5);
    record(LEFT, 1, user("u-1", 11036));
    record(LEFT, 2, user("u-2", 11034));
    consumer.forwardOnce();

    assertThat(kafka.paused()).isEmpty();
    assertThat(committed(LEFT)).isEqualTo(3);
    assertThat(deadLetters).containsExactly("0 MALFORMED_INPUT");
  }

  @Test
  void forwardOnce_rateLimited_pausesUntilTheTimeThatBrazeGave() {
    Duration anHour = Duration.ofHours(1);
    now = Instant.now();
    record(LEFT, 0, user("u-1", 11036));
    braze.next(Fault.rateLimited(RateLimitStyle.RETRY_AFTER_SECONDS, anHour));

    consumer.forwardOnce();
    now = now.plus(anHour.dividedBy(2));
    consumer.forwardOnce();

    assertThat(kafka.paused()).as("half an hour later").contains(LEFT);
    assertThat(committed(LEFT)).isZero();
  }

  @Test
  void forwardOnce_keyRefused_endsWithWhatToDoAndCommitsNothing() {
    record(LEFT, 0, user("u-1", 11036));
    braze.next(Fault.unauthorized());

    assertThatThrownBy(consumer::forwardOnce)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("users.track");
    assertThat(committed(LEFT)).isZero();
  }

  static Stream<RuntimeException> commitFailuresThatPass() {
    return Stream.of(
        new TimeoutException("for a test"),
        new RebalanceInProgressException("for a test"),
        new CommitFailedException("for a test"));
  }

  @ParameterizedTest
  @MethodSource("commitFailuresThatPass")
  void forwardOnce_commitFails_goesOnAndCommitsLater(RuntimeException failure) {
    record(LEFT, 0, user("u-1", 11036));
    commitFailure = failure;
    consumer.forwardOnce();
    assertThat(committed(LEFT)).isZero();

    commitFailure = null;
    record(LEFT, 1, user("u-2", 11034));
    consumer.forwardOnce();

    assertThat(committed(LEFT)).isEqualTo(2);
    assertThat(braze.profile("u-1")).isPresent();
  }

  /** A key, an endpoint or a configuration that a person has to fix; all else passes. */
  @ParameterizedTest
  @EnumSource
  void endsTheConsumer_anyReason_onlyIfWaitingFixesNothing(Reason reason) {
    AudienceUpdate update = deserializer.deserialize("memberships", new byte[0]);

    assertThat(
            AudienceConsumer.endsTheConsumer(NotSent.of(0, update, 0, reason, "for a test", null)))
        .isEqualTo(
            switch (reason) {
              case UNAUTHORIZED, ENDPOINT_REFUSED, REQUEST_REFUSED, CLOSED -> true;
              default -> false;
            });
  }

  @Test
  void run_stopped_endsAndClosesTheConsumer() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    var committed = new CompletableFuture<Void>();
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(() -> committed.complete(null));
    var running = new Thread(consumer);
    running.start();
    committed.get(30, TimeUnit.SECONDS);

    consumer.stop();
    running.join(30_000);

    assertThat(running.isAlive()).isFalse();
    assertThat(kafka.closed()).isTrue();
    assertThat(braze.profile("u-1")).isPresent();
  }

  @Test
  void settings_ofTheGroup_leaveCommittingToUs() {
    Map<String, Object> settings = Main.settings("localhost:9092");
    assertThat(settings).containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
  }

  private void record(TopicPartition partition, long offset, String json) {
    AudienceUpdate update =
        deserializer.deserialize(partition.topic(), json.getBytes(StandardCharsets.UTF_8));
    kafka.addRecord(
        new ConsumerRecord<>(partition.topic(), partition.partition(), offset, "key", update));
  }

  private static String user(String id, long audience) {
    return String.format(
        Locale.ROOT, "{\"user\":\"%s\",\"member_of\":[{\"id\":%d}]}", id, audience);
  }

  private long committed(TopicPartition partition) {
    var offset = kafka.committed(Set.of(partition)).get(partition);
    return offset == null ? 0 : offset.offset();
  }
}
