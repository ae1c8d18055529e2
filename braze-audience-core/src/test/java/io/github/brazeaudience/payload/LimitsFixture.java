package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.config;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;

/** Updates at a limit, and the check of their outcome. */
abstract class LimitsFixture {
  static final UserProfile USER = UserProfile.ofCustomerId("u-1");
  static final String EMOJI = "\ud83d\ude00";

  static void assertFits(
      SendSegmentsAs mode, AudienceUpdate update, boolean fits, Reason otherwise) {
    PayloadResult result = Payloads.build(config(mode), update);
    if (fits) {
      assertThat(result).isInstanceOf(UserAttributes.class);
    } else {
      assertThat(result).isInstanceOf(PayloadRefusal.class);
      assertThat(((PayloadRefusal) result).reason()).isEqualTo(otherwise);
      assertThat(((PayloadRefusal) result).message()).isNotBlank();
    }
  }
}
