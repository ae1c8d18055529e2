package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.event.MaxObjectsChanged;
import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.event.RequestsDelayed;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.outcome.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressNoticesTest {
  private final List<String> told = new ArrayList<>();
  private long now;

  @Test
  void retryScheduled_manyTimes_isReportedRarely() {
    ProgressNotices notices = new ProgressNotices(told::add, () -> now);
    RetryScheduled retry = new RetryScheduled(1, 2, Duration.ofMillis(1_500), Reason.RATE_LIMITED);
    for (int i = 0; i < 100; i++) {
      notices.retryScheduled(retry);
    }
    now += Duration.ofSeconds(6).toNanos();
    notices.batchSplit(new BatchSplit(1, 75, 400));
    assertThat(told).hasSize(2);
    assertThat(told.get(0)).contains("429", "attempt 2", "1.5 s");
    assertThat(told.get(1)).contains("75 users", "101 such events");
  }

  @Test
  void readBackDelayed_duringRetries_isReportedImmediatelyThenRarely() {
    ProgressNotices notices = new ProgressNotices(told::add, () -> now);
    notices.retryScheduled(new RetryScheduled(1, 2, Duration.ofMillis(500), Reason.UNREACHABLE));
    for (int users = 50; users < 1_000; users += 50) {
      notices.readBackDelayed(new ReadBackDelayed(users, Duration.ofMillis(12_300)));
    }
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("50 users", "export rate limit", "12.3 s");
  }

  @Test
  void requestsDelayed_budgetUsedUp_isReportedImmediatelyThenRarely() {
    ProgressNotices notices = new ProgressNotices(told::add, () -> now);
    notices.retryScheduled(new RetryScheduled(1, 2, Duration.ofMillis(500), Reason.UNREACHABLE));
    for (int wait = 0; wait < 10; wait++) {
      notices.requestsDelayed(
          new RequestsDelayed(BrazeOperation.TRACK_USERS, Duration.ofMillis(1_830_400)));
    }
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("budget", "1830 s");
  }

  @Test
  void maxObjectsChanged_learnedLimit_isReportedWithTheOption() {
    ProgressNotices notices = new ProgressNotices(told::add, () -> now);
    notices.maxObjectsChanged(new MaxObjectsChanged(75, 50));
    assertThat(told).hasSize(1);
    assertThat(told.get(0)).contains("50 users", "--max-objects-per-request");
  }

  @Test
  void batchesHeld_duringRetries_isReportedImmediately() {
    ProgressNotices notices = new ProgressNotices(told::add, () -> now);
    notices.retryScheduled(new RetryScheduled(1, 2, Duration.ofMillis(500), Reason.UNREACHABLE));
    notices.batchesHeld(new BatchesHeld(BrazeOperation.TRACK_USERS, Reason.UNREACHABLE));
    assertThat(told).hasSize(2);
    assertThat(told.get(1)).contains("cannot be reached", "held");
  }
}
