package io.github.brazeaudience.receiver.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiskTest {
  private final Disk disk = Disk.open("a file");
  private final AtomicInteger attempts = new AtomicInteger();
  private final CountDownLatch failed = new CountDownLatch(1);

  private int writeToFullDisk() {
    try {
      return disk.untilItWorks(
          () -> {
            attempts.incrementAndGet();
            failed.countDown();
            throw new IOException("No space left on device");
          });
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void untilItWorks_failsTwice_returnsTheThirdResult() throws IOException {
    int result =
        disk.untilItWorks(
            () -> {
              if (attempts.incrementAndGet() < 3) {
                throw new IOException("No space left on device");
              }
              return attempts.get();
            });
    assertThat(result).isEqualTo(3);
    assertThat(disk.failure()).isEmpty();
  }

  @Test
  void untilItWorks_closedFile_fails() {
    assertThatThrownBy(
            () ->
                disk.untilItWorks(
                    () -> {
                      throw new ClosedChannelException();
                    }))
        .isInstanceOf(ClosedChannelException.class);
    assertThat(disk.failure()).isEmpty();
  }

  @Test
  void giveUp_whileAWriteWaits_letsItFail() throws InterruptedException {
    CompletableFuture<Integer> write = CompletableFuture.supplyAsync(this::writeToFullDisk);
    failed.await();
    assertThat(Disk.of("a file")).isSameAs(disk);
    disk.giveUp();
    assertThatThrownBy(write::join).hasRootCauseMessage("No space left on device");
    assertThat(disk.failure().orElseThrow()).hasMessage("No space left on device");
  }

  @Test
  void open_again_isANewState() {
    disk.giveUp();
    assertThat(Disk.open("a file")).isNotSameAs(disk);
    assertThat(Disk.of("a file").failure()).isEmpty();
  }
}
