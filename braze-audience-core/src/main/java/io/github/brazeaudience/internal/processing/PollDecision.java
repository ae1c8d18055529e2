package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.internal.processing.GroupStatus.Counted;
import io.github.brazeaudience.internal.processing.GroupStatus.Missing;
import io.github.brazeaudience.internal.processing.GroupStatus.None;
import io.github.brazeaudience.internal.processing.GroupStatus.Refused;
import io.github.brazeaudience.outcome.ProcessingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Decision whether a wait ends, from the last known status of each group. */
sealed interface PollDecision {
  Duration FIRST_DELAY = Duration.ofSeconds(2);

  Duration MAX_DELAY = Duration.ofSeconds(15);

  /** Responses in a row that do not know a group, until it is unknown and not just late. */
  int MISSING_UNTIL_UNKNOWN = 2;

  /** Poll again after a delay, unless the timeout has passed then. */
  record Again(Duration delay) implements PollDecision {}

  record Ended(ProcessingStatus status) implements PollDecision {}

  /** Decides after a number of polls, or at the timeout, from one status for each group. */
  static PollDecision of(
      List<GroupStatus> statuses, int polls, Duration elapsed, Duration timeout) {
    for (Refused refused : all(statuses, Refused.class).toList()) {
      return new Ended(new ProcessingStatus.Unavailable(refused.why()));
    }
    if (statuses.stream().allMatch(it -> it instanceof Counted counted && counted.isCompleted())) {
      return new Ended(new ProcessingStatus.Completed(lastCompletion(statuses)));
    }
    if (all(statuses, Missing.class).anyMatch(it -> it.times() >= MISSING_UNTIL_UNKNOWN)) {
      return new Ended(new ProcessingStatus.Unknown());
    }
    Duration left = timeout.minus(elapsed);
    return left.isNegative() || left.isZero()
        ? new Ended(uncompleted(statuses))
        : new Again(delay(polls, left));
  }

  /** {@return the status if no further poll follows} */
  static ProcessingStatus uncompleted(List<GroupStatus> statuses) {
    for (None none : all(statuses, None.class).toList()) {
      return new ProcessingStatus.Unavailable(none.why());
    }
    if (all(statuses, Missing.class).findAny().isPresent()) {
      return new ProcessingStatus.Unknown();
    }
    return new ProcessingStatus.InProgress(
        all(statuses, Counted.class).mapToLong(Counted::received).sum(),
        all(statuses, Counted.class).mapToLong(Counted::done).sum());
  }

  private static Instant lastCompletion(List<GroupStatus> statuses) {
    return all(statuses, Counted.class)
        .map(Counted::completedAt)
        .flatMap(Stream::ofNullable)
        .max(Comparator.naturalOrder())
        .orElseThrow();
  }

  /** Grows by half from poll to poll. The last poll is {@link #FIRST_DELAY} before the timeout. */
  private static Duration delay(int polls, Duration left) {
    Duration delay = FIRST_DELAY;
    for (int i = 1; i < polls && delay.compareTo(MAX_DELAY) < 0; i++) {
      delay = shorter(delay.multipliedBy(3).dividedBy(2), MAX_DELAY);
    }
    Duration untilLastPoll = left.minus(FIRST_DELAY);
    boolean wasLastPoll = untilLastPoll.isNegative() || untilLastPoll.isZero();
    return wasLastPoll ? left : shorter(delay, untilLastPoll);
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private static <T extends GroupStatus> Stream<T> all(List<GroupStatus> statuses, Class<T> type) {
    return statuses.stream().filter(type::isInstance).map(type::cast);
  }
}
