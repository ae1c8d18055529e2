package io.github.brazeaudience.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.FakeBraze;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Runs the check with a FakeBraze. */
final class WorkspaceCheckTest {
  @Test
  void run_fakeBraze_readsBackEveryWrite() {
    try (var braze = FakeBraze.start()) {
      var reads = new AtomicInteger();
      var export = export(braze);
      check(
              braze,
              // Every other read returns nothing yet, as Braze applies writes with a delay.
              user -> reads.incrementAndGet() % 2 == 1 ? Map.of() : export.customAttributes(user))
          .run();
      assertThat(reads).hasValue(6);
      assertThat(braze.silentLosses().total()).isZero();
    }
  }

  @Test
  void run_otherValueOnProfile_failsWithActualAndExpectedValue() {
    try (var braze = FakeBraze.start()) {
      var check = check(braze, user -> Map.of("LiveTestMembership", "'1'"));
      assertThatThrownBy(check::run)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'1'")
          .hasMessageContaining("'11036','11034'");
    }
  }

  private static WorkspaceCheck check(FakeBraze braze, ProfileReader reader) {
    return new WorkspaceCheck(
        BrazeAudienceConfig.builder().restApiKey(braze.restApiKey()).endpoints(braze.endpoints()),
        reader,
        Duration.ofMillis(1));
  }

  private static ProfileExport export(FakeBraze braze) {
    return new ProfileExport(braze.endpoints().restUri("/users/export/ids"), braze.restApiKey());
  }
}
