package io.github.brazeaudience.micrometer;

import io.github.brazeaudience.AudienceQueue;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The gauges of the queues of a forwarder. Thread-safe. */
final class QueueGauges {
  private final Gauges gauges;
  private final Map<String, Current> queues = new ConcurrentHashMap<>();

  /** The queue that the gauges of a name show. */
  private static final class Current {
    private volatile AudienceQueue queue;

    Current(AudienceQueue queue) {
      this.queue = queue;
    }
  }

  QueueGauges(Gauges gauges) {
    this.gauges = gauges;
  }

  /** Adds a queue, or replaces the queue with the same name. */
  void put(String name, AudienceQueue queue) {
    queues.computeIfAbsent(name, it -> register(it, queue)).queue = queue;
  }

  private Current register(String name, AudienceQueue queue) {
    Current current = new Current(queue);
    Tags tags = Tags.of("queue", name);
    gauges.register(
        "braze.audience.queue.size",
        "Updates in a queue, including those in flight",
        tags,
        current,
        it -> it.queue.size());
    gauges.register(
        "braze.audience.queue.capacity",
        "Maximum number of updates in a queue",
        tags,
        current,
        it -> it.queue.capacity());
    return current;
  }
}
