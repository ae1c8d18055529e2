package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.interleaving.Interleavings.sideBySide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.interleaving.Interleavings;
import io.github.brazeaudience.policy.TimeSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that each task runs once, alone, and in the order of its thread. */
class SerialExecutorInterleavingTest {
  /** State that is confined to the executor. */
  private static final class Guarded {
    private final SerialExecutor executor =
        new SerialExecutor((task, delay) -> () -> {}, TimeSource.system(), Runnable::run, () -> {});
    private final List<String> ran = new ArrayList<>();
    private boolean busy;
    private boolean disturbed;

    void execute(String task) {
      executor.execute(() -> run(task));
    }

    private void run(String task) {
      disturbed |= busy;
      busy = true;
      ran.add(task);
      if (task.equals("parent")) {
        execute("child");
      }
      busy = false;
    }

    private void assertOrder(String first, String second) {
      assertTrue(ran.indexOf(first) < ran.indexOf(second), ran::toString);
    }
  }

  @Test
  void execute_byThreeThreads_runsEachTaskOnceAloneAndInOrder() {
    Interleavings.each(
        () -> {
          Guarded guarded = new Guarded();
          return sideBySide(
                  () -> {
                    guarded.execute("first");
                    guarded.execute("second");
                  },
                  () -> guarded.execute("parent"),
                  () -> guarded.execute("other"))
              .then(
                  () -> {
                    assertFalse(guarded.disturbed, "two tasks at once");
                    assertEquals(
                        List.of("child", "first", "other", "parent", "second"),
                        guarded.ran.stream().sorted().toList());
                    guarded.assertOrder("first", "second");
                    guarded.assertOrder("parent", "child");
                  });
        });
  }
}
