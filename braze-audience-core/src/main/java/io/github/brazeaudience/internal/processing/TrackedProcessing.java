package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.outcome.Processing;
import io.github.brazeaudience.outcome.ProcessingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Wait for the request groups of one call, which polls on the caller's thread. */
final class TrackedProcessing implements Processing {
  private static final String INTERRUPTED = "the thread was interrupted; wait again";

  private final QueryClient queries;
  private final TrackingGroups owner;
  private final TrackingGroups.Snapshot sent;
  private final Instant endedAt;
  private volatile ProcessingStatus.@Nullable Completed completed;

  TrackedProcessing(
      QueryClient queries, TrackingGroups owner, TrackingGroups.Snapshot sent, Instant endedAt) {
    this.queries = queries;
    this.owner = owner;
    this.sent = sent;
    this.endedAt = endedAt;
  }

  @Override
  public ProcessingStatus await(Duration timeout) {
    Duration limit = checked(timeout);
    ProcessingStatus known = withoutPolling();
    if (known != null) {
      return known;
    }
    List<GroupPoll> polls =
        sent.groups().stream().map(group -> new GroupPoll(queries, group)).toList();
    try {
      ProcessingStatus status = poll(polls, limit);
      if (status instanceof ProcessingStatus.Completed all) {
        completed = all;
      }
      return status;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      ProcessingStatus status = PollDecision.uncompleted(statuses(polls));
      return status instanceof ProcessingStatus.Unavailable
          ? new ProcessingStatus.Unavailable(INTERRUPTED)
          : status;
    }
  }

  private @Nullable ProcessingStatus withoutPolling() {
    String untracked = sent.untracked();
    if (completed != null) {
      return completed;
    }
    if (untracked != null) {
      return new ProcessingStatus.Unavailable(untracked);
    }
    if (sent.unknown()) {
      return new ProcessingStatus.Unknown();
    }
    return sent.groups().isEmpty() ? new ProcessingStatus.Completed(endedAt) : null;
  }

  private ProcessingStatus poll(List<GroupPoll> groups, Duration timeout)
      throws InterruptedException {
    long start = queries.time().nanoTime();
    int polls = 0;
    while (true) {
      if (elapsed(start).compareTo(timeout) < 0) {
        polls++;
        for (GroupPoll group : groups) {
          group.poll(start + timeout.toNanos());
          if (group.isCompleted()) {
            owner.completed(group.group());
          }
        }
      }
      Duration elapsed = elapsed(start);
      PollDecision decision = PollDecision.of(statuses(groups), polls, elapsed, timeout);
      if (decision instanceof PollDecision.Ended ended) {
        return ended.status();
      }
      Duration delay = ((PollDecision.Again) decision).delay();
      if (!queries.sleep(longest(delay, groups, timeout.minus(elapsed)))) {
        return new ProcessingStatus.Unavailable(GroupPoll.CLOSED);
      }
    }
  }

  /** {@return the longest of the delay and the pauses that Braze ordered, within the time left} */
  private static Duration longest(Duration delay, List<GroupPoll> groups, Duration left) {
    Duration longest = delay;
    for (GroupPoll group : groups) {
      if (group.retryAfter().compareTo(longest) > 0) {
        longest = group.retryAfter();
      }
    }
    return longest.compareTo(left) < 0 ? longest : left;
  }

  private Duration elapsed(long sinceNanos) {
    return Duration.ofNanos(queries.time().nanoTime() - sinceNanos);
  }

  private static List<GroupStatus> statuses(List<GroupPoll> groups) {
    return groups.stream().map(GroupPoll::last).toList();
  }

  /** Braze forgets the requests, so a longer wait is pointless. */
  private static Duration checked(Duration timeout) {
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException(
          "`timeout` must be more than 0, such as 10 minutes, but was " + timeout);
    }
    return timeout.compareTo(TrackingGroups.RETENTION) < 0 ? timeout : TrackingGroups.RETENTION;
  }
}
