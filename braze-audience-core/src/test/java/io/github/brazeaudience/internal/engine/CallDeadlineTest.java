package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CallDeadlineTest {
  /** The clock may overflow, so times are relative to an origin. */
  @ParameterizedTest
  @CsvSource({
    "at 100,        0, 100",
    "at 100,      150, 100",
    "perBatch 100,  0, 100",
    "perBatch 100, 99, 199",
  })
  void deadline_eachKind_limitsTheCallOrTheBatch(String kind, long now, long ofBatch) {
    for (long origin : new long[] {0, Long.MAX_VALUE - 120}) {
      CallDeadline deadline =
          kind.startsWith("at")
              ? CallDeadline.at(origin + 100)
              : CallDeadline.perBatch(Duration.ofNanos(100));

      assertThat(deadline.ofBatch(origin + now)).isEqualTo(origin + ofBatch);
      assertThat(deadline.endNanos()).isEqualTo(kind.startsWith("at") ? origin + 100 : null);
    }
  }
}
