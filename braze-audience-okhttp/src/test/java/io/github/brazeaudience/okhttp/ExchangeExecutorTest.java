package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class ExchangeExecutorTest {
  private final ExchangeExecutor executor = new ExchangeExecutor();
  private final BlockingQueue<Thread> threads = new LinkedBlockingQueue<>();

  @AfterEach
  void shutDown() {
    executor.shutdown();
  }

  private void next() {
    threads.add(Thread.currentThread());
  }

  @Test
  void execute_whileAResponseIsHandled_runsOnItsThreadAfterIt() throws Exception {
    BlockingQueue<String> order = new LinkedBlockingQueue<>();
    executor.execute(
        () -> {
          next();
          ExchangeThread.handsOver();
          executor.execute(
              () -> {
                order.add("next");
                next();
              });
          ExchangeThread.ended(null);
          order.add("handled");
        });

    assertThat(threads.take()).isSameAs(threads.take());
    assertThat(order).containsExactly("handled", "next");
  }

  @Test
  void execute_severalWhileAResponseIsHandled_runsTheOthersOnOtherThreads() throws Exception {
    CountDownLatch othersRan = new CountDownLatch(1);
    executor.execute(
        () -> {
          next();
          ExchangeThread.handsOver();
          executor.execute(this::next);
          executor.execute(
              () -> {
                next();
                othersRan.countDown();
              });
          await(othersRan);
          ExchangeThread.ended(null);
        });

    Thread first = threads.take();
    assertThat(threads.take()).isNotSameAs(first);
    assertThat(threads.take()).isSameAs(first);
  }

  @Test
  void execute_beforeTheResponse_runsOnAnotherThreadAtOnce() throws Exception {
    CountDownLatch otherRan = new CountDownLatch(1);
    executor.execute(
        () -> {
          next();
          executor.execute(
              () -> {
                next();
                otherRan.countDown();
              });
          await(otherRan);
        });

    assertThat(threads.take()).isNotSameAs(threads.take());
  }

  @Test
  void execute_byAThreadOfAnotherTransport_runsOnItsOwnThread() throws Exception {
    ExchangeExecutor other = new ExchangeExecutor();
    CountDownLatch otherRan = new CountDownLatch(1);
    other.execute(
        () -> {
          next();
          ExchangeThread.handsOver();
          executor.execute(
              () -> {
                next();
                otherRan.countDown();
              });
          await(otherRan);
        });

    assertThat(threads.take()).isNotSameAs(threads.take());
    other.shutdown();
  }

  @Test
  void execute_handlerThrows_runsTheNextExchangeOnAnotherThread() throws Exception {
    executor.execute(
        () -> {
          next();
          Thread.currentThread().setUncaughtExceptionHandler((thread, thrown) -> {});
          ExchangeThread.handsOver();
          executor.execute(this::next);
          throw new IllegalStateException("thrown by the handler");
        });

    assertThat(threads.take()).isNotSameAs(threads.take());
  }

  @Test
  void execute_afterShutdown_isRejected() {
    executor.shutdown();

    assertThatThrownBy(() -> executor.execute(this::next))
        .isInstanceOf(RejectedExecutionException.class);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
