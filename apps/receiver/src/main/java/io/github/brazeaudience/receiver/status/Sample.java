package io.github.brazeaudience.receiver.status;

import java.time.Duration;
import java.time.Instant;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * State of the receiver at an instant, and its activity in the interval before.
 *
 * @param second the instant, in seconds since 1970
 * @param messages messages answered per second
 * @param refused messages refused per second, which mParticle sends again
 * @param updates updates stored per second
 * @param forwarded updates per second that became final
 * @param answerMedian median time to a response in milliseconds, null if there was none
 * @param answerHigh 99th percentile of the time to a response in milliseconds, null if there was
 *     none
 * @param brazeMedian median time of a request to Braze in milliseconds, null if there was none
 * @param brazeHigh 99th percentile of the time of a request to Braze in milliseconds, null if there
 *     was none
 * @param backlog updates in the outbox, null if the database did not respond
 * @param oldestSeconds age of the oldest of them, null if the database did not respond
 */
record Sample(
    long second,
    double messages,
    double refused,
    double updates,
    double forwarded,
    @Nullable Double answerMedian,
    @Nullable Double answerHigh,
    @Nullable Double brazeMedian,
    @Nullable Double brazeHigh,
    @Nullable Long backlog,
    @Nullable Double oldestSeconds) {
  private static final double MEDIAN = 50;
  private static final double HIGH = 99;
  private static final double MICROS_PER_MILLI = 1_000;
  private static final double MILLIS_PER_SECOND = 1_000;

  static Sample of(
      Instant now, Duration length, Activity.Interval interval, @Nullable Backlog backlog) {
    double seconds = Math.max(1, length.toMillis()) / MILLIS_PER_SECOND;
    return new Sample(
        now.getEpochSecond(),
        interval.messages() / seconds,
        interval.refused() / seconds,
        interval.updates() / seconds,
        interval.forwarded() / seconds,
        millis(interval.answers(), MEDIAN),
        millis(interval.answers(), HIGH),
        millis(interval.requests(), MEDIAN),
        millis(interval.requests(), HIGH),
        backlog == null ? null : (Long) backlog.updates(),
        backlog == null ? null : (Double) (backlog.oldest().toMillis() / MILLIS_PER_SECOND));
  }

  private static @Nullable Double millis(Histogram micros, double percentile) {
    return micros.getTotalCount() == 0
        ? null
        : (Double) (micros.getValueAtPercentile(percentile) / MICROS_PER_MILLI);
  }
}
