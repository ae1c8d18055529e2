package io.github.brazeaudience.mparticle;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which identities and tokens of a profile count. */
class FirehoseIdentityTest {
  private static final UserProfile NOBODY = UserProfile.builder().build();

  @ParameterizedTest
  @CsvSource({
    "customer, CUSTOMER_ID",
    "customer_id, CUSTOMER_ID",
    "customerid, CUSTOMER_ID",
    "CustomerId, CUSTOMER_ID",
    "email, EMAIL",
    "other, OTHER",
    "other2, OTHER_2",
    "other_id_10, OTHER_10",
    "facebook, FACEBOOK",
    "twitter, TWITTER",
    "google, GOOGLE",
    "microsoft, MICROSOFT",
    "yahoo, YAHOO",
    "mobile_number, MOBILE_NUMBER",
    "phone_number_2, PHONE_NUMBER_2",
    "phone_number_3, PHONE_NUMBER_3"
  })
  void next_rawUserIdentity_isTaken(String type, IdentityType expected) {
    assertThat(user("user_identities", identity(type, "raw", "\"v-1\"")))
        .isEqualTo(UserProfile.builder().identity(expected, "v-1").build());
  }

  @ParameterizedTest
  @CsvSource({
    "ios_advertising_id, IDFA",
    "ios_vendor_id, IDFV",
    "android_id, ANDROID_ID",
    "google_advertising_id, GOOGLE_ADVERTISING_ID",
    "roku_advertising_id, ROKU_ADVERTISING_ID",
    "roku_publisher_id, ROKU_PUBLISHER_ID",
    "microsoft_advertising_id, MICROSOFT_ADVERTISING_ID",
    "microsoft_publisher_id, MICROSOFT_PUBLISHER_ID",
    "fire_advertising_id, FIRE_ADVERTISING_ID"
  })
  void next_rawDeviceIdentity_isTaken(String type, DeviceIdentityType expected) {
    assertThat(user("device_identities", identity(type, "raw", "\"v-1\"")))
        .isEqualTo(UserProfile.builder().device(expected, "v-1").build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha1", "sha256", "sha-256", "rot13", ""})
  void next_otherEncoding_isIgnored(String encoding) {
    assertThat(user("user_identities", identity("customer", encoding, "\"v-1\"")))
        .isEqualTo(NOBODY);
    assertThat(user("device_identities", identity("android_id", encoding, "\"v-1\"")))
        .isEqualTo(NOBODY);
    assertThat(
            user(
                "device_identities", identity("apple_push_notification_token", encoding, "\"ab\"")))
        .isEqualTo(NOBODY);
    assertThat(
            user("device_identities", identity("google_cloud_messaging_token", encoding, "\"ab\"")))
        .isEqualTo(NOBODY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"type\":\"customer\",\"encoding\":\"raw\"}",
        "{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":null}",
        "{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":\"\"}",
        "{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":\"  \"}",
        "{\"type\":\"customer\",\"value\":\"v-1\"}",
        "{\"type\":\"customer\",\"encoding\":null,\"value\":\"v-1\"}",
        "{\"type\":\"customer\",\"encoding\":7,\"value\":\"v-1\"}",
        "{\"type\":null,\"encoding\":\"raw\",\"value\":\"v-1\"}",
        "{\"type\":[],\"encoding\":\"raw\",\"value\":\"v-1\"}",
        "{\"type\":\"soul\",\"encoding\":\"raw\",\"value\":\"v-1\"}",
        "{\"type\":\"soul\",\"encoding\":\"raw\",\"value\":{\"a\":[1]}}",
        "{\"type\":\"customer\",\"encoding\":\"md5\",\"value\":{\"a\":[1]}}"
      })
  void next_identityWithoutRawValueOrKnownType_isIgnored(String identity) {
    assertThat(user("user_identities", identity)).isEqualTo(NOBODY);
    assertThat(user("device_identities", identity)).isEqualTo(NOBODY);
  }

  @Test
  void next_severalOfOneType_firstRawOneWins() {
    String identities =
        String.join(
            ",",
            identity("customer", "md5", "\"hash\""),
            identity("customer", "raw", "\" \""),
            identity("customer", "raw", "\"first\""),
            identity("customer_id", "raw", "\"second\""));

    assertThat(user("user_identities", identities)).isEqualTo(UserProfile.ofCustomerId("first"));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"c 1 \"', 'c 1 '",
    "138, 138",
    "-9223372036854775809, -9223372036854775809",
    "1.50, 1.50"
  })
  void next_value_isTakenAsGiven(String json, String expected) {
    assertThat(user("user_identities", identity("customer", "raw", json)))
        .isEqualTo(UserProfile.ofCustomerId(expected));
  }

  @ParameterizedTest
  @CsvSource({
    "'\"-1327484737295091692\"', -1327484737295091692",
    "-1327484737295091692, -1327484737295091692"
  })
  void next_mpid_isTakenWithoutLoss(String json, String expected) {
    assertThat(Firehose.change(Firehose.message("{\"mpid\":" + json + "}")).user())
        .isEqualTo(UserProfile.builder().identity(IdentityType.MPID, expected).build());
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "\"\"", "\" \""})
  void next_blankMpid_isIgnored(String json) {
    assertThat(Firehose.change(Firehose.message("{\"mpid\":" + json + "}")).user())
        .isEqualTo(NOBODY);
  }

  @Test
  void next_pushTokens_areTakenInOrder() {
    String tokens =
        String.join(
            ",",
            identity("apple_push_notification_token", "raw", "\"<e481f135 9629f0c3>\""),
            identity("google_cloud_messaging_token", "raw", "\"g-1\""),
            identity("google_cloud_messaging_token", "raw", "\"g-2\""));

    assertThat(user("device_identities", tokens).pushTokens())
        .containsExactly(
            PushToken.of(PushPlatform.IOS, "e481f1359629f0c3"),
            PushToken.of(PushPlatform.ANDROID, "g-1"),
            PushToken.of(PushPlatform.ANDROID, "g-2"));
  }

  private static String identity(String type, String encoding, String value) {
    return "{\"type\":\"%s\",\"encoding\":\"%s\",\"value\":%s}".formatted(type, encoding, value);
  }

  private static UserProfile user(String array, String identities) {
    return Firehose.change(Firehose.message("{\"" + array + "\":[" + identities + "]}")).user();
  }
}
