package io.github.brazeaudience.receiver.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_000_000);

  private final Activity activity = new Activity();

  private Sample sample(Backlog backlog) {
    return Sample.of(NOW, Duration.ofSeconds(10), activity.next(), backlog);
  }

  @Test
  void sample_countsPerSecondAndPercentiles() {
    for (int i = 1; i <= 100; i++) {
      activity.answered(200, Duration.ofMillis(i).toNanos());
      activity.stored(3);
    }
    activity.answered(503, Duration.ofSeconds(1).toNanos());
    activity.forwarded(5);

    Sample sample = sample(new Backlog(7, Duration.ofMillis(1_500), 2));

    assertThat(sample.second()).isEqualTo(1_000_000);
    assertThat(sample.messages()).isEqualTo(10);
    assertThat(sample.refused()).isEqualTo(0.1);
    assertThat(sample.updates()).isEqualTo(30);
    assertThat(sample.forwarded()).isEqualTo(0.5);
    assertThat(sample.answerMedian()).isCloseTo(51, within(1.0));
    assertThat(sample.answerHigh()).isCloseTo(100, within(1.0));
    assertThat(sample.brazeMedian()).isNull();
    assertThat(sample.backlog()).isEqualTo(7);
    assertThat(sample.oldestSeconds()).isEqualTo(1.5);
  }

  @Test
  void sample_afterAnother_startsAtZero() {
    activity.answered(200, 1);
    sample(null);
    Sample second = sample(null);
    assertThat(second.messages()).isZero();
    assertThat(second.answerMedian()).isNull();
    assertThat(second.backlog()).isNull();
  }

  @Test
  void add_afterSixHours_dropsTheOldest() {
    TimeSeries series = new TimeSeries();
    int kept = 6 * 60 * 60 / TimeSeries.SECONDS;
    for (int i = 0; i < kept + 2; i++) {
      series.add(Sample.of(NOW.plusSeconds(i), Duration.ofSeconds(1), activity.next(), null));
    }
    assertThat(series.samples()).hasSize(kept);
    assertThat(series.samples().get(0).second()).isEqualTo(1_000_002);
  }
}
