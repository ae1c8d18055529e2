package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of the log: one line when updates start to wait for a reason, and one when that ends. */
class OutcomeLogTest {
  private static final StoredUpdate UPDATE =
      new StoredUpdate(
          new StoredMessage(1, "\"m-1\"", 10), 0, UnreadableUpdate.malformed("for a test"));

  private final List<String> notices = new ArrayList<>();
  private final OutcomeLog log = new OutcomeLog(notices::add);

  private void kept(Reason reason) {
    log.add(UPDATE, NotSent.of(0, UPDATE.update(), 0, reason, "No space left on device", null));
  }

  @Test
  void tell_storeFailsForHours_isOneLineAndOneMoreAtTheEnd() {
    log.begins(Reason.STORE_UNAVAILABLE);
    for (int tick = 0; tick < 1_000; tick++) {
      kept(Reason.STORE_UNAVAILABLE);
      log.report();
    }
    assertThat(notices)
        .containsExactly(
            "updates waiting to be forwarded again (STORE_UNAVAILABLE): 1, first update 0 of message"
                + " \"m-1\": No space left on device");
    assertThat(log.keptBecause()).containsExactly(Reason.STORE_UNAVAILABLE);

    log.ends(Reason.STORE_UNAVAILABLE);
    log.report();
    log.report();

    assertThat(notices)
        .hasSize(2)
        .last()
        .isEqualTo("no more updates are waiting because of STORE_UNAVAILABLE");
    assertThat(log.keptBecause()).isEmpty();
  }

  @Test
  void tell_severalUsersWait_endsWithTheLast() {
    log.begins(Reason.RATE_LIMITED);
    log.begins(Reason.RATE_LIMITED);
    kept(Reason.RATE_LIMITED);
    log.report();
    log.ends(Reason.RATE_LIMITED);
    log.report();
    assertThat(notices).hasSize(1);

    log.ends(Reason.RATE_LIMITED);
    log.report();

    assertThat(notices).hasSize(2);
  }

  @Test
  void tell_failureThatHasEndedBefore_isOneLine() {
    log.begins(Reason.NO_ANSWER);
    kept(Reason.NO_ANSWER);
    log.ends(Reason.NO_ANSWER);
    log.report();
    log.report();

    assertThat(notices).singleElement().asString().contains("(NO_ANSWER): 1");
  }
}
