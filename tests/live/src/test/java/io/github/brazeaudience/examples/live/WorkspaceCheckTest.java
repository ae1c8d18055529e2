package io.github.brazeaudience.examples.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.FakeBraze;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The check itself, with a FakeBraze, so that it is right when it is run for real. */
final class WorkspaceCheckTest {
  @Test
  void run_againstAFakeBraze_findsWhatItWrote() {
    try (var braze = FakeBraze.start()) {
      var looks = new AtomicInteger();
      var export = export(braze);
      check(
              braze,
              // Braze takes a moment, and so does this one.
              user -> looks.incrementAndGet() % 2 == 1 ? Map.of() : export.customAttributes(user))
          .run();
      assertThat(looks).hasValue(6);
      assertThat(braze.silentLosses().total()).isZero();
    }
  }

  @Test
  void run_whenAnotherValueIsOnTheProfile_failsWithBoth() {
    try (var braze = FakeBraze.start()) {
      var check = check(braze, user -> Map.of("LiveTestMembership", "'1'"));
      assertThatThrownBy(check::run)
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("'1'")
          .hasMessageContaining("'11036','11034'");
    }
  }

  private static WorkspaceCheck check(FakeBraze braze, Profiles profiles) {
    return new WorkspaceCheck(
        BrazeAudienceConfig.builder().restApiKey(braze.restApiKey()).endpoints(braze.endpoints()),
        profiles,
        Duration.ofMillis(1));
  }

  private static ProfileExport export(FakeBraze braze) {
    return new ProfileExport(braze.endpoints().restUri("/users/export/ids"), braze.restApiKey());
  }
}
