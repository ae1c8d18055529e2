package io.github.brazeaudience.examples.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.FakeBraze;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ForwardOneTest {
  @Test
  void run_userWithAudiences_writesThemToTheProfile() {
    try (var braze = FakeBraze.start()) {
      int exit =
          ForwardOne.run(
              Map.of("BRAZE_REST_API_KEY", braze.restApiKey().reveal()),
              braze.endpoints().rest(),
              "u-1",
              "11036",
              "11034");
      assertThat(exit).isZero();
      assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership"))
          .contains("'11036','11034'");
    }
  }

  @Test
  void run_withoutKey_returnsUsageError() {
    assertThat(ForwardOne.run(Map.of(), "rest.iad-03.braze.com", "u-1")).isEqualTo(2);
  }
}
