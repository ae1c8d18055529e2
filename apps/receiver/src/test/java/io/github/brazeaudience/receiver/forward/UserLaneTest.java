package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The order of one user's updates. */
class UserLaneTest {
  private static final StoredMessage MESSAGE = new StoredMessage(1, "m", 10);

  private final UserLane lane = new UserLane("user");

  private static StoredUpdate update(int index) {
    return new StoredUpdate(MESSAGE, index, UnreadableUpdate.malformed("for a test"));
  }

  private void beginAll() {
    while (lane.next() != null) {
      lane.begin();
    }
  }

  private List<Integer> inFlight() {
    return lane.inFlight().stream().map(StoredUpdate::index).toList();
  }

  @Test
  void add_nothingInFlight_canBeForwarded() {
    assertThat(lane.add(update(0))).isTrue();
    assertThat(lane.add(update(1))).isFalse();
    beginAll();
    assertThat(inFlight()).containsExactly(0, 1);
    assertThat(lane.add(update(2))).isFalse();
    assertThat(inFlight()).containsExactly(0, 1);
  }

  @Test
  void succeeded_moreWaiting_forwardsTheNext() {
    lane.add(update(0));
    beginAll();
    lane.add(update(1));

    assertThat(lane.succeeded()).isTrue();
    beginAll();
    assertThat(inFlight()).containsExactly(1);
    assertThat(lane.succeeded()).isFalse();
    assertThat(lane.add(update(2))).isTrue();
  }

  @Test
  void failed_inTheMiddle_isForwardedAgainBeforeLaterUpdates() {
    for (int i = 0; i < 4; i++) {
      lane.add(update(i));
    }
    beginAll();
    lane.add(update(4));

    assertThat(lane.failed(2)).isEqualTo(1);
    assertThat(lane.add(update(5))).isFalse();
    beginAll();

    assertThat(inFlight()).containsExactly(2, 3, 4, 5);
  }

  @Test
  void failed_repeatedly_countsFailuresUntilAnUpdateIsFinal() {
    lane.add(update(0));
    lane.add(update(1));
    beginAll();
    assertThat(lane.failed(0)).isEqualTo(1);
    beginAll();
    assertThat(lane.failed(0)).isEqualTo(2);
    beginAll();
    assertThat(lane.failed(1)).isEqualTo(1);
    beginAll();
    assertThat(lane.succeeded()).isFalse();
    assertThat(lane.add(update(2))).isTrue();
    beginAll();
    assertThat(lane.failed(0)).isEqualTo(1);
  }
}
