package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.event.AttemptStarted;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.RateLimitHeaders;
import io.github.brazeaudience.transport.Exchange;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Attempt to send the request of a batch. Only the first end that is reported counts. */
final class Attempt {
  /**
   * End of an attempt.
   *
   * @param budget the budget that the response reports
   */
  record End(AttemptResult result, OptionalInt status, RateLimitHeaders.Reading budget) {}

  final Batch batch;
  final AttemptBody body;
  final long number;
  final int ordinal;
  final long startedAt;
  private final AtomicReference<@Nullable End> end = new AtomicReference<>();
  private volatile @Nullable Exchange exchange;

  /** The time at which it is abandoned. */
  long limitNanos;

  /**
   * Creates an attempt.
   *
   * @param number counts the requests of an engine, from 1
   * @param limitNanos the time at which the attempt is abandoned
   */
  Attempt(Batch batch, AttemptBody body, long number, long startedAt, long limitNanos) {
    this.batch = batch;
    this.body = body;
    this.number = number;
    this.ordinal = batch.attempts() + 1;
    this.startedAt = startedAt;
    this.limitNanos = limitNanos;
  }

  void started(Exchange withTransport) {
    exchange = withTransport;
  }

  /** Records the end, and returns true, unless one is recorded. Thread-safe. */
  boolean end(Supplier<End> how) {
    return end.get() == null && end.compareAndSet(null, how.get());
  }

  @Nullable End end() {
    return end.get();
  }

  AttemptStarted startedEvent() {
    return new AttemptStarted(batch.operation(), number, ordinal, batch.writes().size());
  }

  AttemptFinished finishedEvent(End how, Duration took) {
    return new AttemptFinished(
        batch.operation(),
        number,
        ordinal,
        batch.writes().size(),
        body.bytes(),
        took,
        how.status(),
        Optional.ofNullable(how.result().reason()));
  }

  /** Aborts the exchange. Returns the exception that the transport threw, or null. */
  @Nullable Throwable abort() {
    try {
      Exchange current = exchange;
      if (current != null) {
        current.abort();
      }
      return null;
    } catch (Throwable e) {
      // A transport is the user's code; the attempt ends anyway.
      return e;
    }
  }
}
