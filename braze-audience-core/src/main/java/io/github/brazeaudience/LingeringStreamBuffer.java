package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.internal.engine.EngineSettings;
import io.github.brazeaudience.internal.engine.UpdateMerger;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.List;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Buffer of a stream's updates that wait for a full request. A timer sends them after the linger,
 * because the thread that pulls updates may block in its iterator. Thread-safe.
 */
final class LingeringStreamBuffer {
  private static final System.Logger LOGGER =
      System.getLogger(LingeringStreamBuffer.class.getName());

  private final UpdateMerger merger;
  private final StreamSubmission submission;
  private final TimeSource time;
  private final TaskScheduler scheduler;
  private final Duration linger;
  private final IntSupplier requestSize;
  private final Object lock = new Object();

  /** The time since which updates wait for a full request, here or in the engine, or null. */
  private @Nullable Long lingeringSinceNanos;

  private @Nullable ScheduledTask timer;
  private boolean closed;

  /** {@code requestSize} returns the number of users that fill a request now. */
  LingeringStreamBuffer(
      UpdateMerger merger,
      StreamSubmission submission,
      EngineSettings settings,
      Duration linger,
      IntSupplier requestSize) {
    this.merger = merger;
    this.submission = submission;
    this.time = settings.time();
    this.scheduler = settings.environment().scheduler();
    this.linger = linger;
    this.requestSize = requestSize;
  }

  /** Adds an update, and returns true if the updates fill a request now. */
  boolean add(long index, AudienceUpdate update) {
    synchronized (lock) {
      merger.add(index, update);
      if (lingeringSinceNanos == null) {
        linger();
      }
      int full = requestSize.getAsInt();
      if (merger.users() >= full) {
        merger.merge();
      }
      return merger.users() >= full;
    }
  }

  /**
   * Submits all updates. They may not fill a request in the engine, because some writes wait for
   * their user, so the linger starts again.
   */
  void submit() {
    synchronized (lock) {
      submitAll();
      linger();
    }
  }

  void close() {
    synchronized (lock) {
      closed = true;
      cancelTimer();
      submitAll();
    }
  }

  private void cancelTimer() {
    try {
      if (timer != null) {
        timer.cancel();
      }
    } catch (Throwable e) {
      SafeLog.warn(
          LOGGER, "the linger timer of a stream could not be cancelled; it has no effect", e);
    }
  }

  private void submitAll() {
    List<UserWrite> writes = merger.drain();
    if (!writes.isEmpty()) {
      submission.submit(writes);
    }
  }

  private void linger() {
    lingeringSinceNanos = time.nanoTime();
    if (timer == null) {
      schedule(linger);
    }
  }

  /** Sets the timer. There is one at a time; while requests fill up, it finds nothing to send. */
  private void schedule(Duration delay) {
    try {
      timer = scheduler.schedule(this::fired, delay);
    } catch (Throwable e) {
      // The engine reports the failure. Without a timer, nothing lingers here.
      flush();
    }
  }

  private void fired() {
    synchronized (lock) {
      timer = null;
      if (closed || lingeringSinceNanos == null) {
        return;
      }
      Duration left = linger.minusNanos(time.nanoTime() - lingeringSinceNanos);
      if (left.isNegative() || left.isZero()) {
        tryFlush();
      } else {
        schedule(left);
      }
    }
  }

  /** Flushes on the timer's thread. After an error, the updates linger once more. */
  private void tryFlush() {
    try {
      flush();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a stream could not hand its updates to the engine; it tries again", e);
      linger();
    }
  }

  private void flush() {
    lingeringSinceNanos = null;
    submitAll();
    submission.flush();
  }
}
