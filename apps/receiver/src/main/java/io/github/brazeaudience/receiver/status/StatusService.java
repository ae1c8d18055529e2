package io.github.brazeaudience.receiver.status;

import io.github.brazeaudience.jdbc.JdbcOutbox;
import io.github.brazeaudience.jdbc.RejectedEntry;
import io.github.brazeaudience.receiver.database.DatabaseState;
import io.github.brazeaudience.receiver.forward.Suspension;
import io.github.brazeaudience.spring.OutboxRelayLifecycle;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Collects what the status page shows. Thread-safe. */
public final class StatusService {
  /** The number of rejected updates on the page. */
  static final int REJECTED = 20;

  private final Program program;
  private final InstantSource clock;
  private final JdbcOutbox outbox;
  private final BacklogMonitor backlog;
  private final Activity activity;
  private final Outcomes outcomes;
  private final DatabaseState database;
  private final Suspension suspension;
  private final OutboxRelayLifecycle relay;
  private final Instant started;
  private final TimeSeries series = new TimeSeries();
  private volatile List<RejectedEntry> rejected = List.of();
  private Instant lastSample;

  /**
   * What the page calls the receiver.
   *
   * @param name the name in the registration with mParticle
   * @param version the version of the program
   * @param database the database, without a password
   */
  public record Program(String name, String version, String database) {}

  public StatusService(
      Program program,
      InstantSource clock,
      JdbcOutbox outbox,
      BacklogMonitor backlog,
      Activity activity,
      Outcomes outcomes,
      DatabaseState database,
      Suspension suspension,
      OutboxRelayLifecycle relay) {
    this.program = program;
    this.clock = clock;
    this.outbox = outbox;
    this.backlog = backlog;
    this.activity = activity;
    this.outcomes = outcomes;
    this.database = database;
    this.suspension = suspension;
    this.relay = relay;
    this.started = clock.instant();
    this.lastSample = started;
  }

  /** Takes a sample. Called by one thread, every {@value TimeSeries#SECONDS} seconds. */
  public void sample() {
    Instant now = clock.instant();
    series.add(Sample.of(now, Duration.between(lastSample, now), activity.next(), backlog.last()));
    lastSample = now;
    try {
      rejected = outbox.rejected(REJECTED);
    } catch (RuntimeException e) {
      // The probe of the database reports the failure, and the last entries stay on the page.
    }
  }

  /**
   * Returns the state.
   *
   * @param after the second after which samples are wanted
   */
  Status status(long after) {
    Backlog waiting = backlog.last();
    return new Status(
        program.name(),
        program.version(),
        program.database(),
        started,
        clock.instant(),
        Problems.of(
            database.failure(), suspension.cause(), relay.lastFailure(), waiting, backlog.isFull()),
        suspension.active(),
        waiting == null ? null : (Long) waiting.updates(),
        waiting == null ? null : (Double) (waiting.oldest().toMillis() / 1_000.0),
        waiting == null ? null : (Long) waiting.rejected(),
        outcomes.counts(),
        rejected.stream().map(Status.RejectedUpdate::of).toList(),
        TimeSeries.SECONDS,
        Duration.ofHours(TimeSeries.HOURS).toSeconds(),
        series.samples().stream().filter(sample -> sample.second() > after).toList());
  }
}
