package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The batches that wait for a start and for nothing else, in their order. Confined to the mailbox.
 */
final class DueBatches {
  private final GuardedScheduler scheduler;
  private final Consumer<Runnable> mailbox;
  private final Deque<Batch> due = new ArrayDeque<>();

  DueBatches(GuardedScheduler scheduler, Consumer<Runnable> mailbox) {
    this.scheduler = scheduler;
    this.mailbox = mailbox;
  }

  /** It starts before all others, as soon as there is room. */
  void addFirst(Batch batch) {
    due.addFirst(batch);
  }

  /** It starts when those before it have. */
  void addLast(Batch batch) {
    due.addLast(batch);
  }

  /** It joins the others after a wait, if it is not over by then. */
  void addAfter(Batch batch, Duration wait) {
    ScheduledTask wakeUp =
        scheduler.schedule(
            () ->
                mailbox.accept(
                    () -> {
                      if (batch.call().batches().contains(batch)) {
                        batch.settled();
                        due.addLast(batch);
                      }
                    }),
            wait);
    if (wakeUp != null) {
      batch.waiting(wakeUp);
    }
  }

  void remove(Batch batch) {
    due.remove(batch);
  }

  /** The one that waits longest of those that may start at all. */
  @Nullable Batch first(Predicate<Batch> mayStart) {
    for (Batch batch : due) {
      if (mayStart.test(batch)) {
        return batch;
      }
    }
    return null;
  }

  /** Forgets them all. */
  void reset() {
    due.clear();
  }

  /** All of them at present. */
  List<Batch> all() {
    return List.copyOf(due);
  }
}
