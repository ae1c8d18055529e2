package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.IdentifierKind;

/** Users with all kinds of identities, and the objects written for them. */
abstract class IdentityFixture {
  static final String MEMBERSHIP = "\"SegmentMembership\":\"'1'\"}";
  static final String IDFA = "66b728c2-f9a4-4d87-82ef-ce07414fe3f7";

  static IdentifierKind kind(UserProfile user) {
    return Payloads.attributes(config().emailFallback(true), snapshot(user)).identifier().kind();
  }

  static BrazeAudienceConfig.Builder config() {
    return Payloads.config(SendSegmentsAs.SINGLE_ATTRIBUTE);
  }

  static UserProfile.Builder everyDevice() {
    return UserProfile.builder()
        .device(DeviceIdentityType.ANDROID_ID, "a0504a8cfa15ce2c")
        .device(DeviceIdentityType.IDFA, IDFA)
        .device(DeviceIdentityType.GOOGLE_ADVERTISING_ID, "31a2");
  }

  static String alias(String name, String label) {
    return "{\"user_alias\":{\"alias_name\":\"%s\",\"alias_label\":\"%s\"},\"_update_existing_only\":true,"
        .formatted(name, label);
  }

  static MembershipSnapshot snapshot(UserProfile user) {
    return MembershipSnapshot.of(user, Audience.of(1, "A"));
  }
}
