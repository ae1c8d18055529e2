package io.github.brazeaudience.examples.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Committed offsets, with Kafka's MockConsumer and a FakeBraze. */
final class AudienceConsumerTest {
  private static final TopicPartition LEFT = new TopicPartition("memberships", 0);
  private static final TopicPartition RIGHT = new TopicPartition("memberships", 1);

  private final MembershipDeserializer deserializer = new MembershipDeserializer();
  private final List<Map<TopicPartition, OffsetAndMetadata>> commits = new ArrayList<>();
  private final MockConsumer<String, AudienceUpdate> kafka =
      new MockConsumer<>("earliest") {
        @Override
        public synchronized void commitSync(Map<TopicPartition, OffsetAndMetadata> offsets) {
          if (commitFailure != null) {
            throw commitFailure;
          }
          super.commitSync(offsets);
          commits.add(Map.copyOf(offsets));
        }
      };
  private final List<String> deadLetters = new ArrayList<>();
  private final FakeBraze braze = FakeBraze.start();
  private RuntimeException commitFailure;
  private AudienceForwarder forwarder;
  private AudienceQueue queue;
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
    queue =
        forwarder
            .queue()
            .capacity(AudienceConsumer.MAX_POLL_RECORDS + 1)
            .redeliver(
                RedeliveryPolicy.defaults().withBackoff(Duration.ofMillis(1), Duration.ofMillis(1)))
            .build();
    consumer =
        new AudienceConsumer(
            kafka,
            queue,
            (record, rejected) ->
                deadLetters.add(record.offset() + " " + rejected.reason().orElseThrow()));
  }

  @AfterEach
  void stop() {
    forwarder.close();
    braze.close();
  }

  @Test
  void forwardOnce_allAccepted_commitsBehindTheLastOfEachPartition() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    record(RIGHT, 0, user("u-3", 11034));

    forwardAll();

    assertThat(committed(LEFT)).isEqualTo(2);
    assertThat(committed(RIGHT)).isEqualTo(1);
    assertThat(braze.profile("u-2").orElseThrow().attribute("SegmentMembership"))
        .contains("'11034'");
  }

  @Test
  void forwardOnce_rejectedAndUnreadable_goToTheDeadLettersAndHoldUpNothing() throws Exception {
    braze.poison("u-2", Poison.named("BLACKLISTED_EXTERNAL_USER_ID"));
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    record(LEFT, 2, "{\"user\":");
    record(LEFT, 3, user("u-3", -1));
    record(LEFT, 4, user("u-4", 11034));

    forwardAll();

    assertThat(deadLetters)
        .containsExactly("1 NAMED_BY_BRAZE", "2 MALFORMED_INPUT", "3 INVALID_AUDIENCE");
    assertThat(committed(LEFT)).isEqualTo(5);
  }

  static Stream<Fault> failuresThatPass() {
    return Stream.of(Fault.status(503), Fault.unauthorized());
  }

  @ParameterizedTest
  @MethodSource("failuresThatPass")
  void forwardOnce_failureThatPasses_deliversAgainAndThenCommits(Fault failure) throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    braze.next(failure);

    forwardAll();

    assertThat(committed(LEFT)).isEqualTo(2);
    assertThat(braze.profile("u-1")).isPresent();
    assertThat(deadLetters).isEmpty();
  }

  @Test
  @Timeout(60)
  void forwardOnce_firstRecordWithoutOutcome_commitsNothingBehindIt() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, "{}");
    record(RIGHT, 0, "{}");
    braze.next(Fault.stall());

    while (committed(RIGHT) < 1) {
      consumer.forwardOnce();
    }

    assertThat(committed(LEFT)).isZero();
  }

  @Test
  void forwardOnce_queueWithoutRoomForAPoll_pausesUntilThereIsRoom() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    record(LEFT, 1, user("u-2", 11034));
    consumer.forwardOnce();
    consumer.forwardOnce();
    assertThat(kafka.paused()).containsExactlyInAnyOrder(LEFT, RIGHT);

    forwardAll();
    assertThat(kafka.paused()).isEmpty();
    assertThat(committed(LEFT)).isEqualTo(2);
  }

  @Test
  void onPartitionsRevoked_recordIsFinal_commitsIt() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    consumer.forwardOnce();
    queue.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);

    consumer.onPartitionsRevoked(List.of(LEFT));

    assertThat(committed(LEFT)).isEqualTo(1);
  }

  @Test
  void onPartitionsRevoked_recordBecomesFinalLater_leavesItsOffsetToTheNextOwner()
      throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    consumer.forwardOnce();

    consumer.onPartitionsRevoked(List.of(LEFT));
    forwardAll();

    assertThat(commits).isEmpty();
  }

  static Stream<RuntimeException> commitFailuresThatPass() {
    return Stream.of(
        new TimeoutException("for a test"),
        new RebalanceInProgressException("for a test"),
        new CommitFailedException("for a test"));
  }

  @ParameterizedTest
  @MethodSource("commitFailuresThatPass")
  void forwardOnce_commitFails_commitsLater(RuntimeException failure) throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    commitFailure = failure;
    forwardAll();
    assertThat(committed(LEFT)).isZero();

    commitFailure = null;
    consumer.forwardOnce();

    assertThat(committed(LEFT)).isEqualTo(1);
  }

  @Test
  void run_stopped_sendsWhatIsQueuedCommitsAndClosesTheConsumer() throws Exception {
    record(LEFT, 0, user("u-1", 11036));
    kafka.schedulePollTask(() -> {});
    kafka.schedulePollTask(consumer::stop);

    consumer.run();

    assertThat(kafka.closed()).isTrue();
    assertThat(braze.profile("u-1")).isPresent();
    assertThat(commits).containsExactly(Map.of(LEFT, new OffsetAndMetadata(1)));
  }

  @Test
  void settings_ofTheGroup_leaveCommittingToUs() {
    Map<String, Object> settings = Main.settings("localhost:9092");
    assertThat(settings).containsEntry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
  }

  /** Polls once, waits for the outcomes, and lets the consumer commit them. */
  private void forwardAll() throws Exception {
    consumer.forwardOnce();
    queue.flush().toCompletableFuture().get(30, TimeUnit.SECONDS);
    consumer.forwardOnce();
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
