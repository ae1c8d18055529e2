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
  private int inHand;
  private long bytes;
  private boolean closed;

  Requests(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  /** Begins a request, or says why not. One that is begun has to be ended. */
  @Nullable Problem begin(long requestBytes) {
    lock.lock();
    try {
      if (closed) {
        return Problem.SHUTTING_DOWN;
      }
      if (bytes + requestBytes > maxBytes) {
        return Problem.BUSY;
      }
      inHand++;
      bytes += requestBytes;
      return null;
    } finally {
      lock.unlock();
    }
  }

  /** Lets a request that was begun take more bytes, unless they are too many. */
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
      inHand--;
      bytes -= requestBytes;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Begins none any more, and waits a while for those in hand. */
  void close(Duration patience) {
    long left = patience.toNanos();
    lock.lock();
    try {
      closed = true;
      while (inHand > 0 && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }
}
