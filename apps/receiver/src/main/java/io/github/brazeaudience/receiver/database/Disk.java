package io.github.brazeaudience.receiver.database;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Disk of a file of H2. A write that fails, for example because the disk is full, waits until it
 * works. If H2 saw the failure, it would close the database, and threads that use it at that time
 * can hang in a loop. Thread-safe.
 */
public final class Disk {
  private static final Duration AGAIN_AFTER = Duration.ofMillis(500);

  /** By the path of the file, because H2 creates the objects that write. */
  private static final Map<String, Disk> DISKS = new ConcurrentHashMap<>();

  private final Lock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private volatile @Nullable IOException failure;
  private boolean givenUp;

  private Disk() {}

  /** Returns the disk of a file, in a new state if the file is opened again. */
  static Disk open(String path) {
    Disk disk = new Disk();
    DISKS.put(path, disk);
    return disk;
  }

  static Disk of(String path) {
    return DISKS.computeIfAbsent(path, unused -> new Disk());
  }

  /** Operation on a file that has no effect if it throws. */
  interface Operation<T> {
    T run() throws IOException;
  }

  /** Runs an operation until it works, the file is closed, or {@link #giveUp} is called. */
  <T> T untilItWorks(Operation<T> operation) throws IOException {
    while (true) {
      try {
        T result = operation.run();
        failure = null;
        return result;
      } catch (ClosedChannelException e) {
        throw e;
      } catch (IOException e) {
        failure = e;
        if (!waitALittle()) {
          throw e;
        }
      }
    }
  }

  private boolean waitALittle() {
    boolean interrupted = false;
    lock.lock();
    try {
      long left = AGAIN_AFTER.toNanos();
      while (!givenUp && left > 0) {
        try {
          left = ended.awaitNanos(left);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      return !givenUp;
    } finally {
      lock.unlock();
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** {@return the failure that a write is waiting for, if there is one} */
  Optional<IOException> failure() {
    return Optional.ofNullable(failure);
  }

  /** Lets waiting and later writes fail, so the process can end. */
  public void giveUp() {
    lock.lock();
    try {
      givenUp = true;
      ended.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
