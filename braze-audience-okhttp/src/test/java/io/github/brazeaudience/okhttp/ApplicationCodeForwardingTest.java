package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** Outcomes with a client that runs application code. */
class ApplicationCodeForwardingTest {
  private static final UserProfile USER = UserProfile.ofCustomerId("u-1");

  private FakeBraze braze;

  @BeforeEach
  void start() {
    braze = FakeBraze.start();
  }

  @AfterEach
  void stop() {
    braze.close();
  }

  private AudienceForwarder forwarder(OkHttpClient client, RetryPolicy policy) {
    var config =
        BrazeAudienceConfig.builder()
            .restApiKey(braze.restApiKey())
            .endpoints(braze.endpoints())
            .build();
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.using(client))
        .membership(InMemoryMembershipStore.create())
        .minUserWriteInterval(Duration.ZERO)
        .retryPolicy(policy)
        .build();
  }

  private static UserOutcome outcome(AudienceForwarder forwarder, int audience) {
    var update = MembershipSnapshot.of(USER, Audience.of(audience));
    return forwarder.forward(List.of(update)).outcomes().get(0);
  }

  /** Loses a response after Braze applied the request, and then forwards the previous state. */
  @ParameterizedTest
  @EnumSource(value = ApplicationCode.class, mode = Mode.EXCLUDE, names = "COMPRESSES_THE_BODY")
  void forward_previousStateAfterLostResponse_isWrittenAgain(ApplicationCode code) {
    try (var forwarder = forwarder(code.client(), RetryPolicy.defaults().withMaxAttempts(1))) {
      assertThat(outcome(forwarder, 1)).isInstanceOf(Accepted.class);
      braze.next(2, Fault.answerLost());

      assertThat(outcome(forwarder, 2))
          .isInstanceOf(Unconfirmed.class)
          .satisfies(it -> assertThat(it.reason()).contains(Reason.NO_ANSWER));
      braze.clearFaults();
      assertThat(outcome(forwarder, 1)).isInstanceOf(Accepted.class);
      assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembership")).contains("'1'");
    }
  }

  @Test
  void forward_interceptorThrows_namesTheExceptionAndIsAttemptedOnce() {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new IllegalStateException("secret-key");
                })
            .build();
    try (var forwarder = forwarder(client, RetryPolicy.defaults())) {
      assertThat(outcome(forwarder, 1))
          .isInstanceOfSatisfying(
              NotSent.class,
              outcome -> {
                assertThat(outcome.reason()).contains(Reason.UNREACHABLE);
                assertThat(outcome.attempts()).isEqualTo(1);
                assertThat(outcome.message())
                    .contains("interceptor", "java.lang.IllegalStateException", "was not sent")
                    .doesNotContain("secret-key");
              });
    }
  }
}
