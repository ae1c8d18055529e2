package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tasks that fail. */
@Timeout(60)
class TaskThreadTest {
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  @Test
  void execute_taskThrowsAnError_isReportedAndTheNextTaskRuns() {
    OutOfMemoryError error = new OutOfMemoryError("for a test");
    CompletableFuture<Void> next = new CompletableFuture<>();
    try (TaskThread thread = new TaskThread("for a test", failures::add)) {
      thread.execute(
          () -> {
            throw error;
          });
      thread.execute(() -> next.complete(null));
      next.join();
    }
    assertThat(failures).containsExactly(error);
  }
}
