package io.github.brazeaudience;

import io.github.brazeaudience.internal.SafeLog;
import io.github.brazeaudience.policy.TaskScheduler;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Resources that a forwarder closes at its end: its transport, and the threads that it created. */
final class ForwarderResources {
  private static final System.Logger LOGGER = System.getLogger(AudienceForwarder.class.getName());
  private static final Duration CLOSE_LIMIT = Duration.ofSeconds(30);
  private static final Duration STORE_LIMIT = Duration.ofSeconds(5);
  private static final long IDLE_SECONDS = 10;

  private final BrazeTransport transport;
  private final TaskScheduler scheduler;
  private final Executor callbacks;
  private @Nullable ExecutorService timer;
  private @Nullable ExecutorService storeThread;
  private final Runnable atEnd;
  private final AtomicBoolean closed = new AtomicBoolean();

  ForwarderResources(
      BrazeTransport transport,
      @Nullable TaskScheduler scheduler,
      @Nullable Executor callbacks,
      Runnable atEnd) {
    this.transport = transport;
    this.scheduler = scheduler != null ? scheduler : ownScheduler();
    this.callbacks = runOnCallerIfRejected(callbacks != null ? callbacks : ownCallbacks());
    this.atEnd = atEnd;
  }

  TaskScheduler scheduler() {
    return scheduler;
  }

  Executor callbacks() {
    return callbacks;
  }

  /**
   * Creates the thread of the membership store. It is a single thread, so operations keep their
   * order, and it ends when idle. Tasks after the close run on the thread that submits them.
   */
  Executor storeThread() {
    ThreadPoolExecutor thread =
        new ThreadPoolExecutor(
            1,
            1,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            daemons("braze-audience-store"));
    thread.allowCoreThreadTimeOut(true);
    storeThread = thread;
    return runOnCallerAfterClose(thread);
  }

  /**
   * Waits up to {@link #CLOSE_LIMIT} for the calls to end, and closes the resources. The membership
   * store itself belongs to the caller.
   */
  void close(CompletionStage<Void> callsEnded, InterruptibleWait callerWait) {
    try {
      if (!callerWait.await(callsEnded.toCompletableFuture(), CLOSE_LIMIT)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "calls had not ended {0} s after the close: the transport did not end its exchanges, or"
                + " a stream waits in its iterator or handler",
            CLOSE_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (closed.compareAndSet(false, true)) {
      atEnd.run();
      closeTransport();
      if (timer != null) {
        timer.shutdown();
      }
      if (storeThread != null) {
        endStoreThread(storeThread);
      }
    }
  }

  /**
   * Waits up to {@link #STORE_LIMIT} for the operations that release users, because the caller may
   * close the store next.
   */
  private static void endStoreThread(ExecutorService thread) {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(STORE_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        LOGGER.log(
            System.Logger.Level.WARNING,
            "the membership store had not finished {0} s after the close; check the store",
            STORE_LIMIT.toSeconds());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void closeTransport() {
    try {
      transport.close();
    } catch (Throwable e) {
      // Throwing it would replace the reports of the calls.
      SafeLog.warn(LOGGER, "the transport could not be closed", e);
    }
  }

  /** Runs a rejected task on the submitting thread, so no report is lost. */
  private static Executor runOnCallerIfRejected(Executor executor) {
    return task -> SequentialCompleter.execute(executor, task);
  }

  /**
   * Runs tasks on the submitting thread only once the executor is shut down, because a blocking
   * store must not delay the engine.
   */
  private static Executor runOnCallerAfterClose(ExecutorService executor) {
    return task -> {
      if (executor.isShutdown()) {
        task.run();
      } else {
        executor.execute(task);
      }
    };
  }

  /**
   * Discards new tasks after the close, but still runs the scheduled ones, which abandon exchanges
   * that a transport never ends.
   */
  private TaskScheduler ownScheduler() {
    ScheduledThreadPoolExecutor timer =
        new ScheduledThreadPoolExecutor(1, daemons("braze-audience-timer"));
    timer.setRemoveOnCancelPolicy(true);
    timer.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    this.timer = timer;
    return TaskScheduler.over(timer);
  }

  /** Never shut down, because reports may be due after the close; idle threads end. */
  private static Executor ownCallbacks() {
    return new ThreadPoolExecutor(
        0,
        Integer.MAX_VALUE,
        IDLE_SECONDS,
        TimeUnit.SECONDS,
        new SynchronousQueue<>(),
        daemons("braze-audience-callback"));
  }

  private static ThreadFactory daemons(String name) {
    AtomicInteger count = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
