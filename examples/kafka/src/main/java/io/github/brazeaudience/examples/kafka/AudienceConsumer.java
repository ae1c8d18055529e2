package io.github.brazeaudience.examples.kafka;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;

/**
 * Consumer that forwards the records of a topic. The records are keyed by user, which preserves the
 * order of each user's updates. An offset is committed when all records before it are final:
 * accepted, unchanged, or rejected and sent to the dead letters. A partition is read again from its
 * first record that was not sent or not confirmed, after the pause that the outcome suggests;
 * attributes are idempotent.
 *
 * <p>{@link #run} occupies one thread; {@link #stop} is thread-safe.
 */
public final class AudienceConsumer implements Runnable {
  private static final Duration POLL = Duration.ofSeconds(1);
  private static final Duration PAUSE = Duration.ofSeconds(5);

  private static final System.Logger LOGGER = System.getLogger(AudienceConsumer.class.getName());

  /**
   * Reasons that waiting does not fix: the consumer ends without committing these records. All
   * others are temporary, including failures of the membership store.
   */
  private static final Set<Reason> FOR_PEOPLE =
      Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED, Reason.REQUEST_REFUSED, Reason.CLOSED);

  private final Consumer<String, AudienceUpdate> consumer;
  private final AudienceForwarder forwarder;
  private final BiConsumer<ConsumerRecord<String, AudienceUpdate>, Rejected> deadLetters;
  private final InstantSource clock;
  private Instant pausedUntil = Instant.MIN;
  private volatile boolean stopped;

  /**
   * A consumer that has its topic or partitions and does not commit by itself; it is closed at the
   * end of {@link #run}. The forwarder is borrowed; its deadline has to be shorter than {@code
   * max.poll.interval.ms}.
   */
  public AudienceConsumer(
      Consumer<String, AudienceUpdate> consumer,
      AudienceForwarder forwarder,
      BiConsumer<ConsumerRecord<String, AudienceUpdate>, Rejected> deadLetters,
      InstantSource clock) {
    this.consumer = consumer;
    this.forwarder = forwarder;
    this.deadLetters = deadLetters;
    this.clock = clock;
  }

  @Override
  public void run() {
    try (consumer) {
      while (!stopped) {
        forwardOnce();
      }
    } catch (WakeupException e) {
      if (!stopped) {
        throw e;
      }
    }
  }

  /** Ends {@link #run} after the records in hand. */
  public void stop() {
    stopped = true;
    consumer.wakeup();
  }

  /** Polls, forwards, and commits final offsets. */
  void forwardOnce() {
    if (!consumer.paused().isEmpty() && !clock.instant().isBefore(pausedUntil)) {
      consumer.resume(consumer.paused());
    }
    List<ConsumerRecord<String, AudienceUpdate>> records = new ArrayList<>();
    consumer.poll(POLL).forEach(records::add);
    if (!records.isEmpty()) {
      var updates = records.stream().map(ConsumerRecord::value).toList();
      settle(records, forwarder.forward(updates).outcomes());
    }
  }

  private void settle(
      List<ConsumerRecord<String, AudienceUpdate>> records, List<UserOutcome> outcomes) {
    Map<TopicPartition, OffsetAndMetadata> done = new HashMap<>();
    Map<TopicPartition, UserOutcome> open = new HashMap<>();
    for (int i = 0; i < records.size(); i++) {
      ConsumerRecord<String, AudienceUpdate> record = records.get(i);
      TopicPartition partition = new TopicPartition(record.topic(), record.partition());
      UserOutcome outcome = outcomes.get(i);
      if (open.containsKey(partition)) {
        continue;
      }
      if (outcome instanceof NotSent || outcome instanceof Unconfirmed) {
        open.put(partition, outcome);
        consumer.seek(partition, record.offset());
        continue;
      }
      if (outcome instanceof Rejected rejected) {
        deadLetters.accept(record, rejected);
      }
      done.put(partition, new OffsetAndMetadata(record.offset() + 1));
    }
    commit(done);
    open.values().forEach(this::retryLater);
  }

  /** Commits offsets. A failure is only logged, because the next commit includes these records. */
  private void commit(Map<TopicPartition, OffsetAndMetadata> done) {
    try {
      consumer.commitSync(done);
    } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
      LOGGER.log(
          System.Logger.Level.WARNING,
          "offsets are not committed; the records may be forwarded again, which changes nothing",
          e);
    }
  }

  static boolean endsTheConsumer(UserOutcome outcome) {
    return outcome.reason().filter(FOR_PEOPLE::contains).isPresent();
  }

  /** Pauses all partitions. Polling continues, which the consumer group requires. */
  private void retryLater(UserOutcome outcome) {
    if (endsTheConsumer(outcome)) {
      throw new IllegalStateException(outcome.message());
    }
    Instant soon = clock.instant().plus(PAUSE);
    Instant retryAt = outcome instanceof NotSent notSent ? notSent.retryAt().orElse(soon) : soon;
    pausedUntil = retryAt.isAfter(pausedUntil) ? retryAt : pausedUntil;
    consumer.pause(consumer.assignment());
  }
}
