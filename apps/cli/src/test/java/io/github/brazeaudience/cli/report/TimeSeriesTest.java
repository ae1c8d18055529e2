package io.github.brazeaudience.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.Seeds;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSeriesTest {
  private static final long MILLI = 1_000_000;

  private final TimeSeries series = new TimeSeries();

  private Bucket at(long millis) {
    return series.at(millis * MILLI, 0, 16);
  }

  @Test
  void at_timesOfOneInterval_returnsTheSameCounts() {
    assertThat(at(0)).isSameAs(at(99));
    assertThat(at(100)).isNotSameAs(at(99));
    assertThat(series.width()).isEqualTo(Duration.ofMillis(100));
  }

  @Test
  void at_timeBeyondTheLastInterval_mergesPairsAndDoublesTheLength() {
    at(0).accepted = 1;
    at(100).accepted = 2;
    at(200).accepted = 4;
    at(24_000).accepted = 8;
    assertThat(series.width()).isEqualTo(Duration.ofMillis(200));
    assertThat(series.buckets().get(0).accepted).isEqualTo(3);
    assertThat(series.buckets().get(1).accepted).isEqualTo(4);
    assertThat(series.buckets().get(120).accepted).isEqualTo(8);
  }

  @Test
  void at_gapWithoutEvents_hasTheRequestsInFlightAndTheLimit() {
    at(0);
    series.at(500 * MILLI, 7, 16);
    assertThat(series.buckets()).hasSize(6);
    assertThat(series.buckets().get(3).maxInFlight).isEqualTo(7);
    assertThat(series.buckets().get(3).limit).isEqualTo(16);
  }

  @Test
  void at_anyTimes_losesNoCountAndNoLatency() {
    long seed = Seeds.of("TimeSeriesTest");
    Random random = new Random(seed);
    long millis = 0;
    for (int i = 0; i < 5_000; i++) {
      millis += random.nextInt(i < 4_000 ? 50 : 60_000);
      Bucket bucket = at(millis);
      bucket.requests++;
      bucket.latency.recordValue(random.nextInt(70_000));
    }
    assertThat(series.buckets()).as("seed " + seed).hasSizeLessThanOrEqualTo(240);
    assertThat(series.buckets().stream().mapToLong(bucket -> bucket.requests).sum())
        .as("seed " + seed)
        .isEqualTo(5_000);
    assertThat(series.buckets().stream().mapToLong(it -> it.latency.getTotalCount()).sum())
        .as("seed " + seed)
        .isEqualTo(5_000);
    assertThat(series.width().toMillis() * 240).as("seed " + seed).isGreaterThan(millis);
  }
}
