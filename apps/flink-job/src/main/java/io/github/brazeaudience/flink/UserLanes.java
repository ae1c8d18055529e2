package io.github.brazeaudience.flink;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import org.apache.flink.api.common.operators.MailboxExecutor;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.apache.flink.util.FlinkRuntimeException;

/**
 * Incomplete updates of a subtask, in order per user. The forwarder has at most one update of a
 * user at a time, so it merges none: the result for an update depends only on earlier updates, and
 * a run that restarts from a checkpoint has the same results. Confined to the task's thread.
 */
final class UserLanes {
  /** Maximum number of waiting updates of one user. They delay the next checkpoint. */
  static final int LANE_CAPACITY = 16;

  /** Maximum number of times that an update is passed to the forwarder, for some minutes each. */
  static final int MAX_ROUNDS = 10;

  /** Retrying does not help with these reasons. */
  private static final Set<Reason> FOR_PEOPLE =
      Set.of(Reason.UNAUTHORIZED, Reason.ENDPOINT_REFUSED, Reason.REQUEST_REFUSED);

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
      forward(waiting, 1);
    }
  }

  /** If the mailbox is closed, the task has ended and the outcome is dropped. */
  private void forward(Waiting waiting, int round) {
    var unused =
        queue
            .offer(waiting.update())
            .orElseThrow(() -> new IllegalStateException("the queue is smaller than the lanes"))
            .thenAccept(
                outcome ->
                    mailbox.execute(() -> ended(waiting, outcome, round), "outcome of an update"));
  }

  private void ended(Waiting waiting, UserOutcome outcome, int round) throws IOException {
    if (outcome instanceof NotSent || outcome instanceof Unconfirmed) {
      again(waiting, outcome, round);
      return;
    }
    if (outcome instanceof Rejected rejected) {
      ends.rejected(waiting.line(), rejected);
    } else {
      ends.settled(waiting.line(), outcome);
    }
    next(waiting.line().user());
  }

  private void again(Waiting waiting, UserOutcome outcome, int round) {
    if (outcome.reason().filter(FOR_PEOPLE::contains).isPresent()) {
      throw new SuppressRestartsException(new IllegalStateException(outcome.message()));
    }
    if (round == MAX_ROUNDS) {
      throw new FlinkRuntimeException(
          String.format(
              Locale.ROOT,
              "an update did not get through in %d rounds; the job goes back to its last checkpoint: %s",
              round,
              outcome.message()));
    }
    forward(waiting, round + 1);
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
      forward(head, 1);
    }
  }
}
