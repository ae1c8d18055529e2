package io.github.brazeaudience.audience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.Unchanged;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadResult;
import io.github.brazeaudience.payload.UserAttributes;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that no {@code toString} shows a key, an identity or a token. */
class RedactionTest {
  private static final UserProfile USER =
      UserProfile.builder()
          .customerId("secret-customer")
          .email("secret-email")
          .identity(IdentityType.MPID, "secret-mpid")
          .device(DeviceIdentityType.IDFA, "secret-idfa")
          .brazeId("secret-braze-id")
          .pushToken(PushToken.of(PushPlatform.ANDROID, "secret-token", "secret-device"))
          .build();
  private static final BrazeAudienceConfig CONFIG =
      BrazeAudienceConfig.builder()
          .restApiKey("secret-key")
          .apiKey("secret-app")
          .apiKey(ApiKeyOperatingSystem.IOS, "secret-app-ios")
          .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT)
          .build();

  @ParameterizedTest
  @MethodSource("everythingThatPrints")
  void toString_showsNoSecret(Object printed) {
    assertThat(printed.toString()).doesNotContain("secret").isNotBlank();
  }

  static Stream<Object> everythingThatPrints() {
    AudienceUpdate snapshot = MembershipSnapshot.of(USER, Audience.of(1, "secret-name"));
    AudienceUpdate change =
        MembershipChange.of(USER, List.of(Audience.of(1, "secret-name")), List.of());
    PayloadBuilder payload = PayloadBuilder.of(CONFIG);
    PayloadResult attributes = payload.build(snapshot);
    AudienceUpdate tooLong =
        MembershipSnapshot.of(
            UserProfile.ofCustomerId("secret".repeat(200)), Audience.of(1, "secret-name"));
    return Stream.of(
        RestApiKey.of("secret-key"),
        CONFIG,
        CONFIG.toBuilder(),
        USER,
        UserProfile.builder().customerId("secret-customer"),
        USER.pushTokens(),
        Audience.of(1, "secret-name"),
        snapshot,
        change,
        attributes,
        ((UserAttributes) attributes).identifier(),
        payload,
        payload.encoder(),
        payload.build(tooLong),
        Accepted.of(0, snapshot, 1, IdentifierKind.EXTERNAL_ID, false),
        Unchanged.of(0, snapshot, 0),
        Rejected.of(0, change, 1, Reason.NAMED_BY_BRAZE, "named"),
        Unconfirmed.of(0, snapshot, 1, Reason.NO_ANSWER, "no answer"),
        NotSent.of(0, snapshot, 0, Reason.CLOSED, "closed", null));
  }
}
