package io.github.brazeaudience.examples.kafka;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.errors.RetriableException;

/**
 * Consumer that forwards the records of a topic. The records are keyed by user, which preserves the
 * order of each user's updates. An offset is committed when all records before it are final:
 * accepted, unchanged, or rejected and sent to the dead letters. The queue delivers an update again
 * until it is final, however long Braze or the membership store is away.
 *
 * <p>{@link #run} occupies one thread; {@link #stop} is thread-safe.
 */
public final class AudienceConsumer implements Runnable, ConsumerRebalanceListener {
  /** The largest number of records that one poll may return: 16 requests of 75 users. */
  static final int MAX_POLL_RECORDS = 1_200;

  private static final Duration POLL = Duration.ofMillis(100);
  private static final System.Logger LOGGER = System.getLogger(AudienceConsumer.class.getName());

  private final Consumer<String, AudienceUpdate> consumer;
  private final AudienceQueue queue;
  private final BiConsumer<ConsumerRecord<String, AudienceUpdate>, Rejected> deadLetters;
  private final Map<TopicPartition, Queue<Delivery>> deliveries = new HashMap<>();
  private final Map<TopicPartition, OffsetAndMetadata> uncommitted = new HashMap<>();
  private volatile boolean stopped;

  /** A record in the queue, and its future outcome. */
  private record Delivery(
      ConsumerRecord<String, AudienceUpdate> record, CompletableFuture<UserOutcome> outcome) {}

  /**
   * Creates a consumer that closes its queue and the Kafka consumer at the end of {@link #run}.
   *
   * @param consumer does not commit by itself, and returns at most {@link #MAX_POLL_RECORDS}
   * @param queue redelivers, and has room for the records of several polls
   */
  public AudienceConsumer(
      Consumer<String, AudienceUpdate> consumer,
      AudienceQueue queue,
      BiConsumer<ConsumerRecord<String, AudienceUpdate>, Rejected> deadLetters) {
    this.consumer = consumer;
    this.queue = queue;
    this.deadLetters = deadLetters;
  }

  @Override
  public void run() {
    try (consumer) {
      while (!stopped) {
        forwardOnce();
      }
      queue.close();
      commitFinal();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends {@link #run}. Records without a final outcome are read again after the next start. */
  public void stop() {
    stopped = true;
  }

  /** Commits final offsets, polls, and adds the records to the queue. */
  void forwardOnce() throws InterruptedException {
    commitFinal();
    pauseOrResume();
    for (ConsumerRecord<String, AudienceUpdate> record : consumer.poll(POLL)) {
      var partition = new TopicPartition(record.topic(), record.partition());
      deliveries
          .computeIfAbsent(partition, it -> new ArrayDeque<>())
          .add(new Delivery(record, queue.submit(record.value()).toCompletableFuture()));
    }
  }

  /** Keeps polling while the queue is full, which the consumer group requires, but gets nothing. */
  private void pauseOrResume() {
    if (queue.capacity() - queue.size() < MAX_POLL_RECORDS) {
      consumer.pause(consumer.assignment());
    } else {
      consumer.resume(consumer.paused());
    }
  }

  @Override
  public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
    pauseOrResume();
  }

  @Override
  public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
    commitFinal();
    onPartitionsLost(partitions);
  }

  @Override
  public void onPartitionsLost(Collection<TopicPartition> partitions) {
    deliveries.keySet().removeAll(partitions);
    uncommitted.keySet().removeAll(partitions);
  }

  private void commitFinal() {
    deliveries.forEach(
        (partition, open) -> {
          while (!open.isEmpty() && isFinal(open.element())) {
            uncommitted.put(partition, new OffsetAndMetadata(open.remove().record().offset() + 1));
          }
        });
    if (!uncommitted.isEmpty()) {
      commit();
    }
  }

  private boolean isFinal(Delivery delivery) {
    UserOutcome outcome = delivery.outcome().getNow(null);
    if (outcome instanceof Rejected rejected) {
      deadLetters.accept(delivery.record(), rejected);
    }
    return !(outcome == null || outcome instanceof NotSent || outcome instanceof Unconfirmed);
  }

  private void commit() {
    try {
      consumer.commitSync(uncommitted);
      uncommitted.clear();
    } catch (RetriableException | RebalanceInProgressException | CommitFailedException e) {
      LOGGER.log(System.Logger.Level.WARNING, "offsets are not committed yet", e);
    }
  }
}
