package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.AfterEach;

/** A fake with a fixed clock, and a client that writes one object. */
abstract class FaultFixture {
  static final String OBJECT = "{\"external_id\":\"u\",\"a\":1}";
  static final String SUCCESS = "{\"message\":\"success\",\"attributes_processed\":1}";
  static final Instant NOW = Instant.parse("2026-09-02T10:00:00.750Z");
  final FakeBraze braze = FakeBraze.builder().clock(() -> NOW).start();
  final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  void assertApplied(boolean applied) {
    assertThat(braze.profile("u").isPresent()).isEqualTo(applied);
  }
}
