package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.Interruption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Cancels a run once, while it lasts. Thread-safe. */
final class Cancellation implements Interruption {
  /** Why a run was cancelled. */
  enum Cause {
    /** Ctrl-C or SIGTERM. */
    SIGNAL,
    /** The reader of standard output is gone, or its disk is full. */
    OUTPUT_CLOSED
  }

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Cause cause;
  private volatile long progress;
  private @Nullable Thread forwarding;

  /** Confined to the forwarding thread. */
  private @Nullable Runnable whileInputWaits;

  /** Sets the thread to interrupt, and interrupts it if the run is already cancelled. */
  private synchronized void forwardingBegins(Thread thread) {
    forwarding = thread;
    if (cause != null) {
      thread.interrupt();
    }
  }

  /** Interrupts nothing more, because files must be written completely. */
  private synchronized void forwardingEnds() {
    forwarding = null;
    whileInputWaits = null;
    Thread.interrupted();
  }

  /** Runs work that the cancellation may interrupt, on this thread. */
  <T> T interruptibly(Supplier<T> work) {
    forwardingBegins(Thread.currentThread());
    try {
      return work.get();
    } finally {
      forwardingEnds();
    }
  }

  /** Sets what to call while an input waits, until {@link #interruptibly} ends. */
  void whileInputWaits(Runnable work) {
    whileInputWaits = work;
  }

  @Override
  public void inputWaits() {
    if (whileInputWaits != null) {
      whileInputWaits.run();
    }
  }

  /** Cancels the run; returns false if it had finished. */
  synchronized boolean cancel(Cause why) {
    if (finished.getCount() == 0) {
      return false;
    }
    if (cause == null || why == Cause.SIGNAL) {
      cause = why;
    }
    if (forwarding != null) {
      forwarding.interrupt();
    }
    return true;
  }

  @Nullable Cause cause() {
    return cause;
  }

  /** If this is true, the forwarding thread has been interrupted, so it sends nothing more. */
  @Override
  public synchronized boolean isInterrupted() {
    return cause != null;
  }

  /** Records progress. Called by the forwarding thread only. */
  void progressed(long outcomes) {
    progress = outcomes;
  }

  /** Marks the run as finished: everything is written. */
  synchronized void finish() {
    finished.countDown();
  }

  /** Waits for the end of the run as long as each interval has progress. */
  void awaitFinish(long seconds) throws InterruptedException {
    long before;
    do {
      before = progress;
    } while (!finished.await(seconds, TimeUnit.SECONDS) && progress != before);
  }
}
