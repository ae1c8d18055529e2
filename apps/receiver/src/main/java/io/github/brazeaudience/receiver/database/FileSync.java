package io.github.brazeaudience.receiver.database;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Forces commits of H2 to the disk, which H2 itself does only later. Commits that wait at the same
 * time share one forcing. Thread-safe.
 *
 * @see <a href="https://h2database.com/html/advanced.html#durability_problems">H2: durability</a>
 */
final class FileSync {
  private final Runnable force;
  private final Lock lock = new ReentrantLock();
  private final Condition ended = lock.newCondition();
  private long requested;
  private long forced;
  private boolean forcing;

  /**
   * Creates an object for one file.
   *
   * @param force forces all earlier commits to the disk, or throws
   */
  FileSync(Runnable force) {
    this.force = force;
  }

  /** Returns when all commits before the call are on the disk, or throws what forcing threw. */
  void sync() {
    lock.lock();
    try {
      long mine = ++requested;
      while (forced < mine) {
        if (forcing) {
          ended.awaitUninterruptibly();
        } else {
          forceNow();
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void forceNow() {
    long upTo = requested;
    forcing = true;
    lock.unlock();
    boolean done = false;
    try {
      force.run();
      done = true;
    } finally {
      lock.lock();
      forcing = false;
      forced = done ? upTo : forced;
      ended.signalAll();
    }
  }
}
