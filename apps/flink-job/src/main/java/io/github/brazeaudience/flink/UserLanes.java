package io.github.brazeaudience.flink;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import org.apache.flink.api.common.operators.MailboxExecutor;

/**
 * Incomplete updates of a subtask, in order per user. The queue has at most one update of a user at
 * a time, so it merges none: the result for an update depends only on earlier updates, and a run
 * that restarts from a checkpoint has the same results. Confined to the task's thread.
 */
final class UserLanes {
  /** Maximum number of waiting updates of one user. They delay the next checkpoint. */
  static final int LANE_CAPACITY = 16;

  private final AudienceQueue queue;
  private final MailboxExecutor mailbox;
  private final Ends ends;
  private final int capacity;
  private final UpdateReader reader = new UpdateReader();
  private final Map<String, Queue<Waiting>> lanes = new HashMap<>();
  private int updates;

  /** Called with the outcome of each update. */
  interface Ends {
    void settled(UserLine line, UserOutcome outcome) throws IOException;

    void rejected(UserLine line, Rejected outcome) throws IOException;
  }

  private record Waiting(UserLine line, AudienceUpdate update) {}

  /**
   * Creates empty lanes.
   *
   * @param queue redelivers, so each outcome is final until the queue is closed
   * @param capacity the maximum number of updates, at most that of the queue
   */
  UserLanes(AudienceQueue queue, int capacity, MailboxExecutor mailbox, Ends ends) {
    this.queue = queue;
    this.capacity = capacity;
    this.mailbox = mailbox;
    this.ends = ends;
  }

  boolean hasRoomFor(UserLine line) {
    Queue<Waiting> lane = lanes.get(line.user());
    return updates < capacity && (lane == null || lane.size() < LANE_CAPACITY);
  }

  boolean isEmpty() {
    return updates == 0;
  }

  void add(UserLine line) {
    Waiting waiting = new Waiting(line, reader.read(line.line()));
    Queue<Waiting> lane = lanes.computeIfAbsent(line.user(), user -> new ArrayDeque<>(1));
    lane.add(waiting);
    updates++;
    if (lane.size() == 1) {
      forward(waiting);
    }
  }

  /** If the mailbox is closed, the task has ended and the outcome is dropped. */
  private void forward(Waiting waiting) {
    var unused =
        queue
            .offer(waiting.update())
            .orElseThrow(() -> new IllegalStateException("the queue is smaller than the lanes"))
            .thenAccept(
                outcome -> mailbox.execute(() -> ended(waiting, outcome), "outcome of an update"));
  }

  private void ended(Waiting waiting, UserOutcome outcome) throws IOException {
    if (outcome instanceof NotSent || outcome instanceof Unconfirmed) {
      throw new IllegalStateException("the queue was closed while the task runs");
    }
    if (outcome instanceof Rejected rejected) {
      ends.rejected(waiting.line(), rejected);
    } else {
      ends.settled(waiting.line(), outcome);
    }
    next(waiting.line().user());
  }

  private void next(String user) {
    Queue<Waiting> lane = lanes.get(user);
    if (lane == null || lane.poll() == null) {
      throw new IllegalStateException("an update ended that was in no lane");
    }
    updates--;
    Waiting head = lane.peek();
    if (head == null) {
      lanes.remove(user);
    } else {
      forward(head);
    }
  }
}
