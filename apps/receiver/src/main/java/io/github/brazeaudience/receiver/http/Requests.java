package io.github.brazeaudience.receiver.http;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Requests in progress, with a limit on the bytes of their bodies. */
final class Requests {
  private final long maxBytes;
  private final Lock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int inProgress;
  private long bytes;
  private boolean closed;

  Requests(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Starts a request that {@link #end} must end. Returns the problem, or null if it started. */
  @Nullable Problem begin(long requestBytes) {
    lock.lock();
    try {
      if (closed) {
        return Problem.SHUTTING_DOWN;
      }
      if (bytes + requestBytes > maxBytes) {
        return Problem.BUSY;
      }
      inProgress++;
      bytes += requestBytes;
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Reserves more bytes for a request. Returns false if they exceed the limit. */
  boolean grow(long more) {
    lock.lock();
    try {
      boolean fits = bytes + more <= maxBytes;
      bytes += fits ? more : 0;
      return fits;
    } finally {
      lock.unlock();
    }
  }

  void end(long requestBytes) {
    lock.lock();
    try {
      inProgress--;
      bytes -= requestBytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Refuses further requests, and waits for those in progress until the timeout. */
  void close(Duration timeout) {
    long left = timeout.toNanos();
    lock.lock();
    try {
      closed = true;
      while (inProgress > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
