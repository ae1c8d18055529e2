package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterEach;

/** A fake with one profile whose attributes are written. */
abstract class AttributeFixture {
  final FakeBraze braze =
      FakeBraze.builder().attribute(AttributeDefinition.automatic("Secret").blocklisted()).start();

  final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  void write(String members) {
    client.accepted("{\"external_id\":\"u\"," + members + "}");
  }

  Map<String, Object> attributes() {
    return braze.profile("u").orElseThrow().attributes();
  }

  void assertLosses(Map<SilentLoss, Integer> losses) {
    assertThat(braze.silentLosses().byKind()).isEqualTo(losses);
    assertThat(braze.silentLosses().total())
        .isEqualTo(losses.values().stream().mapToInt(Integer::intValue).sum());
  }
}
