package io.github.brazeaudience.payload;

import static io.github.brazeaudience.audience.PushPlatform.ANDROID;
import static io.github.brazeaudience.audience.PushPlatform.IOS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests which push tokens are written, and how. */
class PushTokensTest {
  private static final PushToken IOS_TOKEN = PushToken.of(IOS, "<e481f135 9629f0c3>");
  private static final PushToken ANDROID_TOKEN = PushToken.of(ANDROID, "g-1", "device-1");

  @Test
  void encode_noApiKey_writesNone() {
    assertThat(json(config(), IOS_TOKEN, ANDROID_TOKEN)).isEqualTo("{\"external_id\":\"u-1\"}");
  }

  @Test
  void encode_oneApiKey_writesTokensOfBothSystems() {
    assertThat(json(config().apiKey("app"), ANDROID_TOKEN, IOS_TOKEN))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"push_tokens\":[{\"app_id\":\"app\",\"token\":\"e481f1359629f0c3\"},"
                + "{\"app_id\":\"app\",\"token\":\"g-1\",\"device_id\":\"device-1\"}]}");
  }

  @Test
  void encode_operatingSystem_limitsTheTokens() {
    assertThat(
            json(
                config().apiKey("app").apiKeyOperatingSystem(ApiKeyOperatingSystem.IOS),
                IOS_TOKEN,
                ANDROID_TOKEN))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"push_tokens\":[{\"app_id\":\"app\",\"token\":\"e481f1359629f0c3\"}]}");
    assertThat(
            json(
                config().apiKey("app").apiKeyOperatingSystem(ApiKeyOperatingSystem.ANDROID),
                IOS_TOKEN,
                ANDROID_TOKEN))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"push_tokens\":[{\"app_id\":\"app\",\"token\":\"g-1\",\"device_id\":\"device-1\"}]}");
  }

  @Test
  void encode_apiKeyForEachSystem_writesEachTokenWithItsKey() {
    BrazeAudienceConfig.Builder config =
        config()
            .apiKey(ApiKeyOperatingSystem.IOS, "app-i")
            .apiKey(ApiKeyOperatingSystem.ANDROID, "app-a");

    assertThat(json(config, IOS_TOKEN, ANDROID_TOKEN))
        .contains(
            "{\"app_id\":\"app-i\",\"token\":\"e481f1359629f0c3\"}",
            "{\"app_id\":\"app-a\",\"token\":\"g-1\",\"device_id\":\"device-1\"}");
  }

  @Test
  void encode_severalTokensForASystem_writesTheLast() {
    assertThat(
            json(
                config().apiKey("app"),
                ANDROID_TOKEN,
                IOS_TOKEN,
                PushToken.of(IOS, "ff"),
                PushToken.of(ANDROID, "g-2"),
                PushToken.of(ANDROID, " ")))
        .isEqualTo(
            "{\"external_id\":\"u-1\",\"push_tokens\":[{\"app_id\":\"app\",\"token\":\"ff\"},"
                + "{\"app_id\":\"app\",\"token\":\"g-2\"}]}");
  }

  @Test
  void attributes_onlyTokens_areWrittenWithoutDataPoints() {
    UserAttributes attributes = Payloads.attributes(config().apiKey("app"), update(IOS_TOKEN));

    assertThat(attributes.isEmpty()).isFalse();
    assertThat(attributes.dataPoints()).isZero();
    assertThat(attributes.hasPushTokens()).isTrue();
    assertThat(attributes.withoutPushTokens().hasPushTokens()).isFalse();
    assertThat(attributes.withoutPushTokens().isEmpty()).isTrue();
  }

  @Test
  void attributes_onlyExcludedTokens_areEmpty() {
    assertThat(Payloads.attributes(config(), update(IOS_TOKEN)).isEmpty()).isTrue();
  }

  private static String json(BrazeAudienceConfig.Builder config, PushToken... tokens) {
    return Payloads.json(config, update(tokens));
  }

  private static MembershipChange update(PushToken... tokens) {
    UserProfile.Builder user = UserProfile.builder().customerId("u-1");
    List.of(tokens).forEach(user::pushToken);
    return MembershipChange.of(user.build(), List.of(), List.of());
  }

  private static BrazeAudienceConfig.Builder config() {
    return Payloads.config(SendSegmentsAs.SINGLE_ATTRIBUTE);
  }
}
