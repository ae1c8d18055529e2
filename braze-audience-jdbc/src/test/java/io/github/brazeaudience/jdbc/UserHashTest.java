package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.util.List;
import org.junit.jupiter.api.Test;

final class UserHashTest {
  private final UserHash hash = UserHash.withDefaults();

  private static AudienceUpdate of(UserProfile.Builder user) {
    return MembershipSnapshot.of(user.build());
  }

  private static UserProfile.Builder customer(String id) {
    return UserProfile.builder().customerId(id);
  }

  @Test
  void of_updatesOfOneUser_isTheSame() {
    long expected = hash.of(of(customer("u-1")));

    assertThat(hash.of(of(customer("u-1").email("a@example.com").brazeId("b"))))
        .isEqualTo(expected);
    assertThat(
            hash.of(
                MembershipChange.of(customer("u-1").build(), List.of(Audience.of(1)), List.of())))
        .isEqualTo(expected);
    assertThat(hash.of(AudienceRenaming.of("u-1", Audience.of(1, "New")))).isEqualTo(expected);
    assertThat(hash.of(AudienceRetirement.of("u-1", 1))).isEqualTo(expected);
  }

  @Test
  void of_sameTextAsAnotherKindOfIdentifier_differs() {
    assertThat(
            List.of(
                hash.of(of(customer("x"))),
                hash.of(of(UserProfile.builder().brazeId("x"))),
                hash.of(of(UserProfile.builder().device(DeviceIdentityType.IDFA, "x"))),
                hash.of(of(UserProfile.builder().device(DeviceIdentityType.ANDROID_ID, "x")))))
        .doesNotHaveDuplicates();
  }

  @Test
  void of_otherExternalIdentityType_usesIt() {
    UserHash other =
        new UserHash(
            BrazeAudienceConfig.builder()
                .restApiKey("key")
                .externalIdentityType(IdentityType.OTHER)
                .build());
    UserProfile.Builder first = customer("u-1").identity(IdentityType.OTHER, "o");
    UserProfile.Builder second = customer("u-2").identity(IdentityType.OTHER, "o");

    assertThat(other.of(of(first))).isEqualTo(other.of(of(second)));
    assertThat(hash.of(of(first))).isNotEqualTo(hash.of(of(second)));
  }

  @Test
  void of_updatesWithoutIdentifier_orderNothing() {
    AudienceUpdate nobody = of(UserProfile.builder().email("a@example.com"));
    assertThat(hash.of(nobody)).isNotEqualTo(hash.of(nobody));
    AudienceUpdate unreadable = UnreadableUpdate.malformed("message");
    assertThat(hash.of(unreadable)).isNotEqualTo(hash.of(unreadable));
  }
}
