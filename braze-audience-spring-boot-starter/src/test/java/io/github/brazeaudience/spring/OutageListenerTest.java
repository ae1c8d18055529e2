package io.github.brazeaudience.spring;

import static io.github.brazeaudience.event.BrazeOperation.EXPORT_USERS;
import static io.github.brazeaudience.event.BrazeOperation.TRACK_USERS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.outcome.Reason;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class OutageListenerTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final OutageListener listener = new OutageListener(Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void outage_writesHeld_lastsUntilTheyAreReleased() {
    listener.batchesHeld(new BatchesHeld(TRACK_USERS, Reason.SERVER_ERROR));
    assertThat(listener.outage())
        .contains(
            new RelayFailure(
                RelayFailure.Kind.DELIVERY,
                NOW,
                Optional.of(Reason.SERVER_ERROR),
                "requests to Braze fail (SERVER_ERROR); updates wait until one succeeds"));

    listener.batchesReleased(new BatchesReleased(EXPORT_USERS, 1));
    assertThat(listener.outage()).isPresent();

    listener.batchesReleased(new BatchesReleased(TRACK_USERS, 1));
    assertThat(listener.outage()).isEmpty();
  }

  @Test
  void outage_exportsHeld_isEmpty() {
    listener.batchesHeld(new BatchesHeld(EXPORT_USERS, Reason.SERVER_ERROR));
    assertThat(listener.outage()).isEmpty();
  }
}
