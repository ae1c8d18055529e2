package io.github.brazeaudience.receiver;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The size of the database file while many messages pass through it with a small backlog. */
@Tag("full")
@Timeout(1_800)
class FileGrowthTest {
  private static final int MESSAGES = Integer.getInteger("receiver.messages", 100_000);
  private static final int SENDERS = 8;
  private static final int USERS = 5_000;

  /** The limit in docs/receiver.md: a remembered message, and what H2 cannot use again yet. */
  private static final long LIMIT = (64L << 20) + 5_000L * MESSAGES;

  @TempDir Path directory;
  private final AtomicInteger next = new AtomicInteger();

  @Test
  void file_manyMessages_hasAtMostItsDocumentedSize() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(SENDERS);
    try (FakeBraze braze = FakeBraze.builder().keepRequests(1).start();
        RunningReceiver receiver = RunningReceiver.start(directory, braze)) {
      List<CompletableFuture<Void>> senders = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        senders.add(CompletableFuture.runAsync(() -> send(receiver), threads));
      }
      CompletableFuture.allOf(senders.toArray(CompletableFuture[]::new)).join();
      receiver.awaitEmptyOutbox();
      assertThat(braze.profiles()).hasSize(Math.min(USERS, MESSAGES));
    } finally {
      threads.shutdown();
    }
    System.out.printf(
        Locale.ROOT, "FileGrowthTest: %d messages, %d bytes at the end%n", MESSAGES, size());
  }

  private void send(RunningReceiver receiver) {
    for (int i = next.getAndIncrement(); i < MESSAGES; i = next.getAndIncrement()) {
      receiver.take(Messages.add("u-" + i % USERS, 1 + i / USERS % 7));
      if (i % 1_000 == 0) {
        assertThat(size()).as("bytes after %d messages", i).isLessThan(LIMIT);
      }
    }
  }

  private long size() {
    try {
      return Files.size(directory.resolve("outbox.mv.db"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
