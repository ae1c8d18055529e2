package io.github.brazeaudience.receiver.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FileSyncTest {
  private final AtomicInteger forced = new AtomicInteger();

  @Test
  void sync_alone_forcesOnce() {
    FileSync sync = new FileSync(forced::incrementAndGet);
    sync.sync();
    sync.sync();
    assertThat(forced).hasValue(2);
  }

  @Test
  void sync_whileAnotherForces_sharesTheNextForcing() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch released = new CountDownLatch(1);
    FileSync sync =
        new FileSync(
            () -> {
              forced.incrementAndGet();
              begun.countDown();
              await(released);
            });
    CompletableFuture<Void> first = CompletableFuture.runAsync(sync::sync);
    begun.await();
    List<Thread> waiting = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      Thread thread = new Thread(sync::sync);
      thread.start();
      waiting.add(thread);
    }
    for (Thread thread : waiting) {
      while (thread.getState() != Thread.State.WAITING) {
        Thread.onSpinWait();
      }
    }
    released.countDown();
    first.join();
    for (Thread thread : waiting) {
      thread.join();
    }
    // A commit after the first forcing began is not covered by it.
    assertThat(forced).hasValue(2);
  }

  @Test
  void sync_failure_isThrownAndTheNextCallForcesAgain() {
    FileSync sync =
        new FileSync(
            () -> {
              if (forced.incrementAndGet() == 1) {
                throw new IllegalStateException("disk full");
              }
            });
    assertThatThrownBy(sync::sync).hasMessage("disk full");
    sync.sync();
    assertThat(forced).hasValue(2);
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
