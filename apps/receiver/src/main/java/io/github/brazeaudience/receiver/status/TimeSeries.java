package io.github.brazeaudience.receiver.status;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The latest samples, in memory. Thread-safe. */
final class TimeSeries {
  /** Seconds between two samples. */
  static final int SECONDS = 15;

  /** Hours that samples are kept. */
  static final int HOURS = 6;

  static final Duration INTERVAL = Duration.ofSeconds(SECONDS);

  private static final int CAPACITY = Math.toIntExact(Duration.ofHours(HOURS).dividedBy(INTERVAL));

  private final Deque<Sample> samples = new ArrayDeque<>();

  synchronized void add(Sample sample) {
    if (samples.size() == CAPACITY) {
      samples.remove();
    }
    samples.add(sample);
  }

  synchronized List<Sample> samples() {
    return List.copyOf(samples);
  }
}
