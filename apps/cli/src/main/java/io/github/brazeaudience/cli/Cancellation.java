package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.Interruption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Ends a run from outside: once, and only while it lasts. Safe for use by several threads. */
final class Cancellation implements Interruption {
  /** Why a run is ended. */
  enum Cause {
    /** Ctrl-C or SIGTERM. */
    SIGNAL,
    /** Nobody reads standard output any more, or its disk is full. */
    OUTPUT_CLOSED
  }

  private final CountDownLatch finished = new CountDownLatch(1);
  private volatile @Nullable Cause cause;
  private volatile long progress;
  private @Nullable Thread forwarding;

  /** Of the forwarding thread only. */
  private @Nullable Runnable whileInputWaits;

  /** Names the thread to be interrupted; it is so at once if the run was cancelled already. */
  private synchronized void forwardingBegins(Thread thread) {
    forwarding = thread;
    if (cause != null) {
      thread.interrupt();
    }
  }

  /** From here on nothing is interrupted, so that files are written to their ends. */
  private synchronized void forwardingEnds() {
    forwarding = null;
    whileInputWaits = null;
    Thread.interrupted();
  }

  /** Does what the cancellation may interrupt, on this thread. */
  <T> T interruptibly(Supplier<T> work) {
    forwardingBegins(Thread.currentThread());
    try {
      return work.get();
    } finally {
      forwardingEnds();
    }
  }

  /** Sets what is done until {@link #interruptibly} ends, while an input waits. */
  void whileInputWaits(Runnable work) {
    whileInputWaits = work;
  }

  @Override
  public void inputWaits() {
    if (whileInputWaits != null) {
      whileInputWaits.run();
    }
  }

  /** Cancels the run; false if it had finished. */
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

  /** Once this is true the thread that forwards has been interrupted, so that it sends no more. */
  @Override
  public synchronized boolean isInterrupted() {
    return cause != null;
  }

  /** Notes that the run goes on. Called by the forwarding thread only. */
  void progressed(long outcomes) {
    progress = outcomes;
  }

  /** Everything is written; the exit code is decided. */
  synchronized void finish() {
    finished.countDown();
  }

  /** Waits for the end of the run, as long as it makes progress in each stretch of this length. */
  void awaitFinish(long seconds) throws InterruptedException {
    long before;
    do {
      before = progress;
    } while (!finished.await(seconds, TimeUnit.SECONDS) && progress != before);
  }
}
