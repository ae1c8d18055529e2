package io.github.brazeaudience.internal.processing;

import io.github.brazeaudience.internal.processing.GroupAnswer.Counted;
import io.github.brazeaudience.internal.processing.GroupAnswer.Missing;
import io.github.brazeaudience.internal.processing.GroupAnswer.None;
import io.github.brazeaudience.internal.processing.GroupAnswer.Refused;
import io.github.brazeaudience.outcome.ProcessingStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Decision whether a wait ends, from the last known answer about each group. */
sealed interface PollDecision {
  /** The wait before the second poll. */
  Duration FIRST_DELAY = Duration.ofSeconds(2);

  /** The maximum wait between two polls. */
  Duration MAX_DELAY = Duration.ofSeconds(15);

  /** Responses in a row that do not know a group, until it is unknown and not just late. */
  int MISSING_UNTIL_UNKNOWN = 2;

  /** Poll again after a delay, unless the timeout has passed then. */
  record Again(Duration delay) implements PollDecision {}

  /** Return a status. */
  record Ended(ProcessingStatus status) implements PollDecision {}

  /**
   * Decides after a poll, or at the timeout.
   *
   * @param answers one for each group, at least one
   * @param polls the number of polls so far
   */
  static PollDecision of(List<GroupAnswer> answers, int polls, Duration elapsed, Duration timeout) {
    for (Refused refused : all(answers, Refused.class).toList()) {
      return new Ended(new ProcessingStatus.Unavailable(refused.why()));
    }
    if (answers.stream().allMatch(it -> it instanceof Counted counted && counted.isCompleted())) {
      return new Ended(new ProcessingStatus.Completed(lastCompletion(answers)));
    }
    if (all(answers, Missing.class).anyMatch(it -> it.times() >= MISSING_UNTIL_UNKNOWN)) {
      return new Ended(new ProcessingStatus.Unknown());
    }
    Duration left = timeout.minus(elapsed);
    return left.isNegative() || left.isZero()
        ? new Ended(uncompleted(answers))
        : new Again(delay(polls, left));
  }

  /** {@return the status if no further poll follows} */
  static ProcessingStatus uncompleted(List<GroupAnswer> answers) {
    for (None none : all(answers, None.class).toList()) {
      return new ProcessingStatus.Unavailable(none.why());
    }
    if (all(answers, Missing.class).findAny().isPresent()) {
      return new ProcessingStatus.Unknown();
    }
    return new ProcessingStatus.InProgress(
        all(answers, Counted.class).mapToLong(Counted::received).sum(),
        all(answers, Counted.class).mapToLong(Counted::done).sum());
  }

  private static Instant lastCompletion(List<GroupAnswer> answers) {
    return all(answers, Counted.class)
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

  private static <T extends GroupAnswer> Stream<T> all(List<GroupAnswer> answers, Class<T> type) {
    return answers.stream().filter(type::isInstance).map(type::cast);
  }
}
