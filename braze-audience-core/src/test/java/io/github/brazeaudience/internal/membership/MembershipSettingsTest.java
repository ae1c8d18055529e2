package io.github.brazeaudience.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRules;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class MembershipSettingsTest {
  private static MembershipSettings settings(Executor thread) {
    return new MembershipSettings(
        InMemoryMembershipStore.create(),
        "w",
        MembershipRules.of(
            BrazeAudienceConfig.builder().restApiKey("key").build(), MembershipPolicy.defaults()),
        thread);
  }

  @Test
  void call_storeReturns_returnsItsResult() {
    assertThat(settings(Runnable::run).call(() -> 7, Duration.ZERO)).isEqualTo(7);
  }

  @Test
  void call_storeDoesNotReturn_throwsAfterTheLimit() {
    MembershipSettings hung = settings(task -> {});

    assertThatIllegalStateException()
        .isThrownBy(() -> hung.call(() -> 7, Duration.ofMillis(1)))
        .withMessage("the membership store did not respond within PT0.001S; check the store");
  }
}
