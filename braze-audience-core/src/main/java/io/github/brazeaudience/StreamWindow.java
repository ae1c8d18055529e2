package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.internal.engine.SafeLog;
import io.github.brazeaudience.internal.engine.UpdateWindow;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import io.github.brazeaudience.policy.TimeSource;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Updates of a stream that were pulled and wait for a full request. A timer sends them after the
 * linger, because the thread that pulls may block in its iterator. Thread-safe.
 */
final class StreamWindow {
  private static final System.Logger LOGGER = System.getLogger(StreamWindow.class.getName());

  private final UpdateWindow window;
  private final Submission submission;
  private final TimeSource time;
  private final TaskScheduler scheduler;
  private final Duration linger;
  private final Object lock = new Object();

  /** Since when something may wait for a full request, here or in the engine. */
  private @Nullable Long waitsSinceNanos;

  private @Nullable ScheduledTask timer;
  private boolean closed;

  /** Takes writes out of the window. Called in the order of arrival, by one thread at a time. */
  interface Submission {
    void submit(List<UserWrite> writes);

    /** What was submitted is to be sent even if it does not fill a request. */
    void flush();
  }

  StreamWindow(
      UpdateWindow window,
      Submission submission,
      TimeSource time,
      TaskScheduler scheduler,
      Duration linger) {
    this.window = window;
    this.submission = submission;
    this.time = time;
    this.scheduler = scheduler;
    this.linger = linger;
  }

  void add(long index, AudienceUpdate update) {
    synchronized (lock) {
      window.add(index, update);
      if (waitsSinceNanos == null) {
        waits();
      }
    }
  }

  /** True if the updates fill a request. */
  boolean isFull() {
    synchronized (lock) {
      if (window.users() >= PayloadLimits.MAX_OBJECTS) {
        window.settle();
      }
      return window.users() >= PayloadLimits.MAX_OBJECTS;
    }
  }

  /**
   * Submits what is here. Writes that wait for their user's turn may leave a part of it in the
   * engine that does not fill a request, which lingers too.
   */
  void submit() {
    synchronized (lock) {
      submitAll();
      waits();
    }
  }

  /** Submits what is here; nothing more is added. */
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
      SafeLog.warn(LOGGER, "the linger of a stream could not be cancelled; it does nothing", e);
    }
  }

  private void submitAll() {
    window.settle();
    List<UserWrite> writes = window.take();
    if (!writes.isEmpty()) {
      submission.submit(writes);
    }
  }

  private void waits() {
    waitsSinceNanos = time.nanoTime();
    if (timer == null) {
      schedule(linger);
    }
  }

  /** One timer at a time: while requests fill, it finds that nothing has waited long enough. */
  private void schedule(Duration delay) {
    try {
      timer = scheduler.schedule(this::fired, delay);
    } catch (Throwable e) {
      // The engine reports a scheduler that takes no tasks; here it only means that nothing waits.
      flush();
    }
  }

  private void fired() {
    synchronized (lock) {
      timer = null;
      if (closed || waitsSinceNanos == null) {
        return;
      }
      Duration left = linger.minusNanos(time.nanoTime() - waitsSinceNanos);
      if (left.isNegative() || left.isZero()) {
        tryFlush();
      } else {
        schedule(left);
      }
    }
  }

  /** On the timer's thread, where an error would otherwise leave the updates here. */
  private void tryFlush() {
    try {
      flush();
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a stream could not hand its updates to the engine; it tries again", e);
      waits();
    }
  }

  private void flush() {
    waitsSinceNanos = null;
    submitAll();
    submission.flush();
  }
}
