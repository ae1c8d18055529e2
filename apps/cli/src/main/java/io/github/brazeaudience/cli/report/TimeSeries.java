package io.github.brazeaudience.cli.report;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Counts over time in at most {@value #MAX_BUCKETS} intervals of equal length. When a run outlasts
 * them, each two are merged and the length doubles, so memory is constant. Not thread-safe.
 */
final class TimeSeries {
  /** Maximum number of intervals. */
  static final int MAX_BUCKETS = 240;

  /** The first length of an interval, in milliseconds. */
  static final int FIRST_MILLIS = 100;

  private static final long NANOS_PER_MILLI = 1_000_000;

  private final List<Bucket> buckets = new ArrayList<>();
  private long millis = FIRST_MILLIS;

  /**
   * Returns the counts of the interval that contains a time. Intervals since the last one that was
   * returned had no event.
   *
   * @param nanos the time since the start of the run
   * @param inFlight the number of requests in flight since the last event
   * @param limit the maximum number of requests in flight since the last event
   */
  Bucket at(long nanos, int inFlight, int limit) {
    long index = Math.max(0, nanos) / NANOS_PER_MILLI / millis;
    while (index >= MAX_BUCKETS) {
      halve();
      index /= 2;
    }
    while (buckets.size() <= index) {
      Bucket next = new Bucket();
      next.maxInFlight = inFlight;
      next.limit = limit;
      buckets.add(next);
    }
    return buckets.get((int) index);
  }

  private void halve() {
    for (int i = 0; 2 * i < buckets.size(); i++) {
      Bucket first = buckets.get(2 * i);
      if (2 * i + 1 < buckets.size()) {
        first.merge(buckets.get(2 * i + 1));
      }
      buckets.set(i, first);
    }
    int left = (buckets.size() + 1) / 2;
    buckets.subList(left, buckets.size()).clear();
    millis *= 2;
  }

  /** {@return the length of an interval} */
  Duration width() {
    return Duration.ofMillis(millis);
  }

  /** {@return the intervals from the start of the run} */
  List<Bucket> buckets() {
    return Collections.unmodifiableList(buckets);
  }
}
