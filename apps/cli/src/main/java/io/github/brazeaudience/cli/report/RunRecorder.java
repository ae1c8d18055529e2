package io.github.brazeaudience.cli.report;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxInFlightChanged;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.RateLimitCorrected;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryHintCorrected;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.HdrHistogram.Histogram;

/** Records the outcomes and events of a run in constant memory. Thread-safe. */
public final class RunRecorder implements ForwarderListener {
  /** The clocks of the events of one pause differ by less. */
  private static final Duration TOLERANCE = Duration.ofSeconds(1);

  private final LongSupplier nanoTime;
  private final long startedAt;
  private final TimeSeries series = new TimeSeries();
  private final ReasonSamples reasons = new ReasonSamples();
  private final RetryCounts retries = new RetryCounts();
  private final EventLog log = new EventLog();
  private final Histogram latency = new Histogram(2);
  private int inFlight;
  private int limit;

  /**
   * Starts the clock of the run.
   *
   * @param nanoTime a clock for durations
   * @param limit the initial number of requests that may be in flight
   */
  public RunRecorder(LongSupplier nanoTime, int limit) {
    this.nanoTime = nanoTime;
    this.limit = limit;
    this.startedAt = nanoTime.getAsLong();
  }

  /** Records an outcome; the line is empty if the update is from no file. */
  public synchronized void outcome(UserOutcome outcome, Optional<InputLine> line) {
    OutcomeKind kind = OutcomeKind.of(outcome);
    Bucket now = now();
    if (kind == OutcomeKind.ACCEPTED) {
      now.accepted++;
    } else {
      now.otherOutcomes++;
    }
    outcome.reason().ifPresent(reason -> reasons.add(kind, reason, outcome, line));
  }

  /** Only requests that write are shown. */
  @Override
  public synchronized void attemptStarted(AttemptStarted event) {
    if (event.operation() == BrazeOperation.TRACK_USERS) {
      Bucket now = now();
      inFlight++;
      now.requests++;
      now.maxInFlight = Math.max(now.maxInFlight, inFlight);
    }
  }

  @Override
  public synchronized void attemptFinished(AttemptFinished event) {
    if (event.operation() == BrazeOperation.TRACK_USERS) {
      Bucket now = now();
      inFlight--;
      now.failures += event.reason().isPresent() ? 1 : 0;
      now.latency.recordValue(event.duration().toMillis());
      latency.recordValue(event.duration().toMillis());
    }
  }

  @Override
  public synchronized void retryScheduled(RetryScheduled event) {
    now().retries++;
    retries.add(event.reason(), event.delay());
    if (event.reason() == Reason.RATE_LIMITED) {
      log.pause(time(), event.delay(), "responses with status 429");
    }
  }

  /** A pause that Braze has ordered is not added twice. */
  @Override
  public synchronized void requestsDelayed(RequestsDelayed event) {
    if (!log.isPausedUntil(time().plus(event.delay()).minus(TOLERANCE))) {
      log.add(
          time(),
          EventKind.RATE_LIMIT,
          event.delay(),
          "the configured rate, or the budget or pause that Braze stated for "
              + event.operation().path());
    }
  }

  @Override
  public synchronized void readBackDelayed(ReadBackDelayed event) {
    log.add(time(), EventKind.READ_BACK, event.delay(), "the rate limit of exports");
  }

  /** The pause after a 429 is recorded with its retry. */
  @Override
  public synchronized void batchesHeld(BatchesHeld event) {
    if (event.reason() != Reason.RATE_LIMITED) {
      log.beginOutage(event.operation(), time(), "failed requests: " + event.reason());
    }
  }

  @Override
  public synchronized void batchesReleased(BatchesReleased event) {
    log.endOutage(event.operation(), time());
  }

  @Override
  public synchronized void retryHintCorrected(RetryHintCorrected event) {
    corrected(event.readAs(), EventKind.HINT_CORRECTED, EventKind.HINT_IGNORED, event.header());
  }

  @Override
  public synchronized void rateLimitCorrected(RateLimitCorrected event) {
    corrected(event.readAs(), EventKind.BUDGET_CORRECTED, EventKind.BUDGET_IGNORED, event.header());
  }

  private void corrected(
      Optional<Duration> readAs, EventKind corrected, EventKind ignored, String header) {
    log.add(
        time(),
        readAs.isPresent() ? corrected : ignored,
        readAs.orElse(null),
        "the header " + header + " cannot be right");
  }

  @Override
  public synchronized void batchSplit(BatchSplit event) {
    log.add(
        time(),
        EventKind.SPLIT,
        null,
        "Braze refused " + event.users() + " users with status " + event.status());
  }

  @Override
  public synchronized void maxObjectsChanged(MaxObjectsChanged event) {
    log.add(
        time(),
        EventKind.MAX_OBJECTS,
        null,
        "learned from Braze: " + event.before() + " to " + event.now());
  }

  @Override
  public synchronized void maxInFlightChanged(MaxInFlightChanged event) {
    Bucket now = now();
    limit = event.now();
    now.limit = Math.max(now.limit, limit);
  }

  private Duration time() {
    return Duration.ofNanos(nanoTime.getAsLong() - startedAt);
  }

  private Bucket now() {
    return series.at(nanoTime.getAsLong() - startedAt, inFlight, limit);
  }

  /** Passes the recorded data to a reader. Recording waits meanwhile. */
  synchronized <T> T read(Reader<T> reader) {
    return reader.read(series, reasons, retries, log.entries(time()), latency);
  }

  /** Reader of the recorded values. */
  interface Reader<T> {
    T read(
        TimeSeries series,
        ReasonSamples reasons,
        RetryCounts retries,
        EventLog.Entries events,
        Histogram latency);
  }
}
