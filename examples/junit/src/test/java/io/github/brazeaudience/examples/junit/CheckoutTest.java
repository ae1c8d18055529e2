package io.github.brazeaudience.examples.junit;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.examples.junit.Checkout.Result;
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
          // One attempt: tests of failures do not wait for retries.
          .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
          .build();
  private final Checkout checkout = new Checkout(forwarder);

  @AfterEach
  void stop() {
    forwarder.close();
    braze.close();
  }

  @Test
  void recordPurchase_prospect_movesUserToBuyers() {
    assertThat(checkout.recordPurchase("u-1")).isEqualTo(Result.WRITTEN);

    assertThat(braze.profile("u-1").orElseThrow().matches(IS_BUYER)).isTrue();
    assertThat(braze.profile("u-1").orElseThrow().attribute("In Prospects")).contains(false);
    assertThat(braze.silentLosses().total()).isZero();
  }

  @Test
  void recordPurchase_responseLost_returnsRetryLater() {
    braze.next(Fault.answerLost());

    assertThat(checkout.recordPurchase("u-1")).isEqualTo(Result.RETRY_LATER);
  }

  @Test
  void recordPurchase_status503_returnsRetryLaterAndWritesNothing() {
    braze.next(Fault.status(503));

    assertThat(checkout.recordPurchase("u-1")).isEqualTo(Result.RETRY_LATER);
    assertThat(braze.profile("u-1")).isEmpty();
  }

  @Test
  void recordPurchase_blockedUser_returnsRejected() {
    braze.poison("u-1", Poison.named("BLACKLISTED_EXTERNAL_USER_ID"));

    assertThat(checkout.recordPurchase("u-1")).isEqualTo(Result.REJECTED);
  }
}
