package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.policy.TaskScheduler.ScheduledTask;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes that go out in one request, or whose users are asked for in one, and its attempts.
 * Confined to the mailbox.
 */
final class Batch {
  private final BrazeOperation operation;
  private final DeliveryCall call;
  private final List<UserWrite> writes;
  private final byte[] body;
  private final long deadlineNanos;
  private final @Nullable Isolation isolation;
  private int attempts;
  private int failures;
  private boolean paid;
  private Attempts.@Nullable UnderWay exchange;
  private @Nullable Verdict verdict;
  private @Nullable ScheduledTask timer;
  private boolean aborted;
  private Duration lastTook = Duration.ZERO;

  Batch(
      BrazeOperation operation,
      DeliveryCall call,
      List<UserWrite> writes,
      byte[] body,
      long deadlineNanos,
      @Nullable Isolation isolation) {
    this.operation = operation;
    this.call = call;
    this.writes = List.copyOf(writes);
    this.body = body;
    this.deadlineNanos = deadlineNanos;
    this.isolation = isolation;
  }

  BrazeOperation operation() {
    return operation;
  }

  /** Whether it only reads back what the profiles of its users hold. */
  boolean isExport() {
    return operation == BrazeOperation.EXPORT_USERS;
  }

  /** What it asks of Braze, given the names of the attributes. */
  Asked asked(AttributeNames names) {
    return isExport() ? ExportBody.asked(names, writes) : Asked.toTrack(writes.size());
  }

  DeliveryCall call() {
    return call;
  }

  List<UserWrite> writes() {
    return writes;
  }

  long deadlineNanos() {
    return deadlineNanos;
  }

  /** What this batch was split from, null if it is whole. */
  @Nullable Isolation isolation() {
    return isolation;
  }

  int attempts() {
    return attempts;
  }

  /** How many attempts failed that count against the limit of attempts. */
  int failures() {
    return failures;
  }

  void failed() {
    failures++;
  }

  /** Whether the membership store has to be told before this batch is sent. */
  boolean needsMark() {
    return writes.stream().anyMatch(UserWrite::needsMark);
  }

  /** What is posted, the same in each attempt. */
  byte[] body() {
    return body;
  }

  /** What tells who the users are, longer values first. */
  List<String> personalValues() {
    return writes.stream()
        .flatMap(write -> write.personalValues().stream())
        .distinct()
        .sorted(Comparator.comparingInt(String::length).reversed())
        .toList();
  }

  /** What its last exchange came to, until it is judged; null if there is no such verdict. */
  @Nullable Verdict verdict() {
    return verdict;
  }

  void verdict(@Nullable Verdict unjudged) {
    verdict = unjudged;
  }

  /** What was in flight is noted on the writes. */
  void judged() {
    verdict = null;
    writes.forEach(UserWrite::attemptJudged);
  }

  /** Counts the attempt that starts now and gives its number. */
  int attemptStarts() {
    attempts++;
    paid = false;
    for (UserWrite write : writes) {
      write.requestStarts(!isExport());
    }
    return attempts;
  }

  /** Whether the budget has been charged for the attempt to come. */
  boolean paid() {
    return paid;
  }

  void pay() {
    paid = true;
  }

  void underWay(Attempts.UnderWay started, ScheduledTask watchdog) {
    exchange = started;
    timer = watchdog;
  }

  /** The exchange that it waits for, null if there is none. */
  Attempts.@Nullable UnderWay exchange() {
    return exchange;
  }

  void watchedBy(ScheduledTask watchdog) {
    if (timer != null) {
      timer.cancel();
    }
    timer = watchdog;
  }

  void waiting(ScheduledTask wakeUp) {
    timer = wakeUp;
  }

  void attemptTook(Duration time) {
    lastTook = time;
  }

  /** How long the last attempt took, zero before the first. */
  Duration lastTook() {
    return lastTook;
  }

  /** True if an attempt that gets no response makes no outcome worse. */
  boolean hasNothingToLose() {
    return isExport() || writes.stream().allMatch(UserWrite::mayHaveArrived);
  }

  /** The attempt or the wait is over. */
  void settled() {
    if (timer != null) {
      timer.cancel();
    }
    timer = null;
    exchange = null;
  }

  /** Marks the exchange under way as aborted and gives it; null if there is none to be aborted. */
  Attempts.@Nullable UnderWay aborts() {
    if (exchange == null || aborted) {
      return null;
    }
    aborted = true;
    return exchange;
  }

  /**
   * Whether the last exchange was ended from here, so that its failure says nothing about Braze.
   */
  boolean aborted() {
    return aborted;
  }
}
