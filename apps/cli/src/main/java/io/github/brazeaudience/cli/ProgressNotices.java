package io.github.brazeaudience.cli;

import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Prints occasional notices about what slows a run down. */
final class ProgressNotices implements ForwarderListener {
  private static final long QUIET_NANOS = Duration.ofSeconds(5).toNanos();

  private final Consumer<String> notices;
  private final LongSupplier nanoTime;
  private final Notice failures = new Notice();
  private final Notice holds = new Notice();
  private final Notice readings = new Notice();
  private final Notice limits = new Notice();
  private final Notice delays = new Notice();

  ProgressNotices(Consumer<String> notices, LongSupplier nanoTime) {
    this.notices = notices;
    this.nanoTime = nanoTime;
  }

  @Override
  public void retryScheduled(RetryScheduled event) {
    failures.report(
        String.format(
            Locale.ROOT,
            "%s; attempt %d follows in %.1f s",
            cause(event.reason()),
            event.nextAttempt(),
            event.delay().toMillis() / 1000.0));
  }

  @Override
  public void batchSplit(BatchSplit event) {
    failures.report(
        String.format(
            Locale.ROOT,
            "Braze refused a request with %d users (status %d) without naming a user; splitting the batch to find the user",
            event.users(),
            event.status()));
  }

  @Override
  public void maxObjectsChanged(MaxObjectsChanged event) {
    limits.report(
        String.format(
            Locale.ROOT,
            "requests have at most %d users from now on, as Braze accepts; set"
                + " --max-objects-per-request to start with it",
            event.now()));
  }

  @Override
  public void batchesHeld(BatchesHeld event) {
    holds.report(cause(event.reason()) + "; requests are held until it responds again");
  }

  @Override
  public void readBackDelayed(ReadBackDelayed event) {
    readings.report(
        String.format(
            Locale.ROOT,
            "waiting for the export rate limit: %d users queued, next request in %.1f s",
            event.users(),
            event.delay().toMillis() / 1000.0));
  }

  @Override
  public void requestsDelayed(RequestsDelayed event) {
    delays.report(
        String.format(
            Locale.ROOT,
            "waiting for the rate limit or budget of requests: the next request starts in %d s",
            event.delay().toSeconds()));
  }

  /** Notice about one kind of event: the first at once, later ones with their number. */
  private final class Notice {
    private long events;
    private boolean reported;
    private long reportedAt;

    synchronized void report(String text) {
      events++;
      long now = nanoTime.getAsLong();
      if (reported && now - reportedAt < QUIET_NANOS) {
        return;
      }
      reported = true;
      reportedAt = now;
      notices.accept(
          events == 1
              ? text
              : text + String.format(Locale.ROOT, " (%d such events so far)", events));
    }
  }

  private static String cause(Reason reason) {
    return switch (reason) {
      case RATE_LIMITED -> "Braze asks to slow down (429)";
      case SERVER_ERROR -> "Braze responded with a server error";
      case NO_ANSWER -> "a request got no response";
      case UNREADABLE_ANSWER -> "a response could not be read";
      case UNREACHABLE -> "Braze cannot be reached";
      default -> "a request failed (" + reason + ")";
    };
  }
}
