package io.github.brazeaudience.mparticle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The messages that mParticle publishes, and copies of them with raw identities. */
class FirehoseSamplesTest {
  @ParameterizedTest
  @CsvSource({
    "firehose-2.3.0-AudienceMembershipChangeRequest.json, 1454693235751",
    "firehose-3.2.0-AudienceMembershipChangeRequest.json, 1714592744065"
  })
  void next_publishedChangeRequest_isOneChangeWithoutHashedIdentities(String name, long millis) {
    List<?> updates = Firehose.read(Firehose.sample(name));

    assertThat(updates).hasSize(1);
    MembershipChange change = (MembershipChange) updates.get(0);
    assertThat(change.entered()).containsExactly(Audience.of(456, "Example Audience Name"));
    assertThat(change.left()).containsExactly(Audience.of(654, "Example Audience Name 4"));
    assertThat(change.timestamp()).contains(Instant.ofEpochMilli(millis));
    assertThat(change.user())
        .isEqualTo(
            UserProfile.builder()
                .identity(IdentityType.MPID, "12345")
                .device(DeviceIdentityType.IDFA, "66b728c2-f9a4-4d87-82ef-ce07414fe3f7")
                .device(DeviceIdentityType.IDFV, "97b826c2-ab80-4876-a184-db36cc39b1ee")
                .device(
                    DeviceIdentityType.GOOGLE_ADVERTISING_ID,
                    "31a22ef0-f119-48d4-b009-a217a26a862a")
                .device(DeviceIdentityType.ANDROID_ID, "a0504a8cfa15ce2c")
                .build());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "firehose-3.2.0-AudienceMembershipChangeRequest_schema.json",
        "firehose-3.2.0-AudienceMembershipChangeResponse.json",
        "firehose-3.2.0-AudienceSubscriptionRequest.json",
        "firehose-3.2.0-AudienceSubscriptionResponse.json",
        "firehose-noop-verification.json"
      })
  void next_otherMessage_isNoUpdate(String name) {
    assertThat(Firehose.read(Firehose.sample(name))).isEmpty();
  }

  @Test
  void next_rawIdentities_isOneChangeForEachProfile() {
    Instant timestamp = Instant.ofEpochMilli(1714592744065L);

    List<?> updates = Firehose.read(Firehose.sample("raw-identities.json"));

    assertThat(updates)
        .usingRecursiveFieldByFieldElementComparator()
        .isEqualTo(
            List.of(
                MembershipChange.of(
                        UserProfile.builder()
                            .email("phileas@example.com")
                            .customerId("p.fogg138")
                            .identity(IdentityType.MPID, "-1327484737295091692")
                            .device(DeviceIdentityType.IDFA, "66b728c2-f9a4-4d87-82ef-ce07414fe3f7")
                            .device(DeviceIdentityType.ANDROID_ID, "a0504a8cfa15ce2c")
                            .pushToken(PushToken.of(PushPlatform.IOS, "e481f1359629f0c3"))
                            .pushToken(PushToken.of(PushPlatform.ANDROID, "gcm-token"))
                            .build(),
                        List.of(Audience.of(456, "Example Audience Name")),
                        List.of(Audience.of(654, "Example Audience Name 4")))
                    .at(timestamp),
                MembershipChange.of(
                        UserProfile.ofCustomerId("c-2"),
                        List.of(),
                        List.of(Audience.of(456, "Example Audience Name")))
                    .at(timestamp)));
  }

  @Test
  void next_formBefore20_readsBothLists() {
    MembershipChange change = Firehose.change(Firehose.PRE_2_0);

    assertThat(change.user()).isEqualTo(UserProfile.ofCustomerId("c-1"));
    assertThat(change.entered()).containsExactly(Audience.of(1, "A"));
    assertThat(change.left()).containsExactly(Audience.of(2, "B"));
    assertThat(change.timestamp()).isEmpty();
  }
}
