package io.github.brazeaudience.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.examples.junit.Checkout.Told;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.github.brazeaudience.testing.SegmentFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class CheckoutTest {
  private static final SegmentFilter IS_BUYER = SegmentFilter.equalTo("In Buyers", true);

  private final FakeBraze braze = FakeBraze.start();
  private final AudienceForwarder forwarder =
      AudienceForwarder.builder(
              BrazeAudienceConfig.builder()
                  .restApiKey(braze.restApiKey())
                  .endpoints(braze.endpoints())
                  .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
                  .build(),
              OkHttpBrazeTransport.create())
          // One attempt, so that a test of a failure does not wait for retries.
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .build();
  private final Checkout checkout = new Checkout(forwarder);

  @AfterEach
  void stop() {
    forwarder.close();
    braze.close();
  }

  @Test
  void bought_byAProspect_putsThemIntoTheSegmentOfBuyers() {
    assertThat(checkout.bought("u-1")).isEqualTo(Told.DONE);

    assertThat(braze.profile("u-1").orElseThrow().matches(IS_BUYER)).isTrue();
    assertThat(braze.profile("u-1").orElseThrow().attribute("In Prospects")).contains(false);
    assertThat(braze.silentLosses().total()).isZero();
  }

  @Test
  void bought_brazeLosesItsAnswer_isToBeToldAgain() {
    braze.next(Fault.answerLost());

    assertThat(checkout.bought("u-1")).isEqualTo(Told.LATER);
  }

  @Test
  void bought_brazeIsDown_isToBeToldAgainAndNothingIsWritten() {
    braze.next(Fault.status(503));

    assertThat(checkout.bought("u-1")).isEqualTo(Told.LATER);
    assertThat(braze.profile("u-1")).isEmpty();
  }

  @Test
  void bought_byAUserWhomBrazeBlocks_isNotToBeToldAgain() {
    braze.poison("u-1", Poison.named("BLACKLISTED_EXTERNAL_USER_ID"));

    assertThat(checkout.bought("u-1")).isEqualTo(Told.NEVER);
  }
}
