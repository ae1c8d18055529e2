package io.github.brazeaudience.receiver.forward;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OutcomeLogTest {
  private final List<String> notices = new ArrayList<>();
  private final OutcomeLog log = new OutcomeLog(notices::add);

  private void reject(Reason reason, String message) {
    log.outcome(Rejected.of(0, update(), 0, reason, message));
  }

  private static AudienceUpdate update() {
    return MembershipChange.of(UserProfile.builder().build(), List.of(), List.of());
  }

  @Test
  void report_rejectedUpdates_isOneLinePerReason() {
    reject(Reason.NO_IDENTIFIER, "the first");
    reject(Reason.NAME_TOO_LONG, "too long");
    reject(Reason.NO_IDENTIFIER, "the second");
    assertThat(notices).isEmpty();

    log.report();
    log.report();

    assertThat(notices)
        .containsExactly(
            "updates rejected (NO_IDENTIFIER): 2, first: the first",
            "updates rejected (NAME_TOO_LONG): 1, first: too long");
  }

  @Test
  void failedAndRecovered_areOneLineEach() {
    RelayFailure failure =
        new RelayFailure(
            RelayFailure.Kind.DELIVERY, Instant.EPOCH, Optional.of(Reason.UNREACHABLE), "no net");
    log.failed(failure);
    log.recovered(failure);
    assertThat(notices)
        .containsExactly(
            "updates wait to be forwarded (UNREACHABLE): no net", "updates are forwarded again");
  }
}
