package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.receiver.intake.IntakeListener;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/** Counts and times what happens between two samples. Thread-safe. */
public final class Activity implements IntakeListener, ForwarderListener {
  private static final int DIGITS = 2;
  private static final int SERVER_ERROR = 500;

  private final LongAdder messages = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final LongAdder updates = new LongAdder();
  private final LongAdder forwarded = new LongAdder();
  private final Recorder answers = new Recorder(DIGITS);
  private final Recorder requests = new Recorder(DIGITS);

  /**
   * Activity between two samples.
   *
   * @param messages the number of messages that got a response of mParticle's protocol
   * @param refused the number of messages that were refused with a status of 500 or more
   * @param updates the number of updates that were stored
   * @param forwarded the number of updates that became final
   * @param answers the time to a response, in microseconds
   * @param requests the time of a request to Braze, in microseconds
   */
  record Interval(
      long messages,
      long refused,
      long updates,
      long forwarded,
      Histogram answers,
      Histogram requests) {}

  @Override
  public void answered(int status, long nanos) {
    (status < SERVER_ERROR ? messages : refused).increment();
    answers.recordValue(TimeUnit.NANOSECONDS.toMicros(nanos));
  }

  @Override
  public void stored(int count) {
    updates.add(count);
  }

  @Override
  public void attemptFinished(AttemptFinished event) {
    requests.recordValue(event.duration().toNanos() / 1_000);
  }

  /** Counts updates that have become final. */
  public void forwarded(int count) {
    forwarded.add(count);
  }

  /** Returns what happened since the last call. Called by one thread. */
  Interval next() {
    return new Interval(
        messages.sumThenReset(),
        refused.sumThenReset(),
        updates.sumThenReset(),
        forwarded.sumThenReset(),
        answers.getIntervalHistogram(),
        requests.getIntervalHistogram());
  }
}
