package io.github.brazeaudience.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests which identities and tokens of a profile are used. */
class UserProfileTest {
  @ParameterizedTest
  @ValueSource(strings = {"md5", "sha1", "sha256", "SHA-256", "unknown", ""})
  void identity_notRaw_isAbsent(String encoding) {
    IdentityEncoding hashed = IdentityEncoding.parse(encoding);

    UserProfile user =
        UserProfile.builder()
            .identity(IdentityType.CUSTOMER_ID, hashed, "c-1")
            .device(DeviceIdentityType.IDFA, hashed, "d-1")
            .build();

    assertThat(user.identity(IdentityType.CUSTOMER_ID)).isEmpty();
    assertThat(user.device(DeviceIdentityType.IDFA)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"raw", "none", "RAW", " Raw "})
  void identity_rawInAnySpelling_isUsed(String encoding) {
    assertThat(
            UserProfile.builder()
                .identity(IdentityType.CUSTOMER_ID, IdentityEncoding.parse(encoding), "c-1")
                .build())
        .isEqualTo(UserProfile.ofCustomerId("c-1"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void identity_blank_isAbsentAndTheNextIsUsed(String blank) {
    UserProfile user =
        UserProfile.builder()
            .customerId(blank)
            .customerId("c-1")
            .device(DeviceIdentityType.IDFA, blank)
            .device(DeviceIdentityType.IDFA, "d-1")
            .build();

    assertThat(user.identity(IdentityType.CUSTOMER_ID)).contains("c-1");
    assertThat(user.device(DeviceIdentityType.IDFA)).contains("d-1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\t\n"})
  void brazeId_blank_isAbsentAndTheNextIsUsed(String blank) {
    UserProfile.Builder user = UserProfile.builder().brazeId(blank);

    assertThat(user.build().brazeId()).isEmpty();
    assertThat(user.brazeId(" b-1 ").brazeId("b-2").build().brazeId()).contains(" b-1 ");
  }

  @Test
  void equals_differentBrazeIds_isFalse() {
    assertThat(UserProfile.builder().brazeId("b-1").build())
        .isEqualTo(UserProfile.builder().brazeId("b-1").build())
        .isNotEqualTo(UserProfile.builder().brazeId("b-2").build())
        .isNotEqualTo(UserProfile.builder().build());
  }

  @Test
  void identity_secondOfAType_isIgnored() {
    UserProfile user =
        UserProfile.builder()
            .identity(IdentityType.CUSTOMER_ID, IdentityEncoding.HASHED, "hash")
            .customerId(" c-1 ")
            .customerId("c-2")
            .build();

    assertThat(user.identity(IdentityType.CUSTOMER_ID)).contains(" c-1 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-0000-0000-000000000000", "0", "0000000000000000", " 0-0 "})
  void device_allZero_isAbsent(String zero) {
    assertThat(
            UserProfile.builder()
                .device(DeviceIdentityType.IDFA, zero)
                .build()
                .device(DeviceIdentityType.IDFA))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000000-0000-0000-0000-000000000001", "-", "a0"})
  void device_notAllZero_isUsed(String value) {
    assertThat(
            UserProfile.builder()
                .device(DeviceIdentityType.IDFA, value)
                .build()
                .device(DeviceIdentityType.IDFA))
        .contains(value);
  }

  /** Device ids have no maximum length, so checking one must be fast. */
  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void device_manyZerosAndAnotherCharacter_isCheckedQuickly() {
    String value = "0".repeat(1_000_000) + "x";

    assertThat(
            UserProfile.builder()
                .device(DeviceIdentityType.IDFA, value)
                .build()
                .device(DeviceIdentityType.IDFA))
        .contains(value);
  }

  @Test
  void identity_zeroCustomerId_isUsed() {
    assertThat(UserProfile.ofCustomerId("0").identity(IdentityType.CUSTOMER_ID)).contains("0");
  }

  @ParameterizedTest
  @CsvSource({
    "IOS, '<e481f135 9629f0c3>', e481f1359629f0c3",
    "IOS, ' e4 81 ', e481",
    "ANDROID, '<a b>', '<a b>'"
  })
  void pushToken_printedFormOfApns_isNormalized(PushPlatform platform, String given, String sent) {
    assertThat(PushToken.of(platform, given).token()).isEqualTo(sent);
    assertThat(PushToken.of(platform, given, "device").deviceId()).contains("device");
  }

  @Test
  @NullUnmarked
  void identity_unknownEncoding_throws() {
    UserProfile.Builder user = UserProfile.builder();

    assertThatNullPointerException()
        .isThrownBy(() -> user.identity(IdentityType.CUSTOMER_ID, null, "c-1"))
        .withMessage("encoding");
    assertThatNullPointerException()
        .isThrownBy(() -> user.device(DeviceIdentityType.IDFA, null, "d-1"))
        .withMessage("encoding");
  }

  @Test
  @NullUnmarked
  void pushToken_null_throws() {
    assertThatNullPointerException()
        .isThrownBy(() -> PushToken.of(null, "token"))
        .withMessage("platform");
    assertThatNullPointerException()
        .isThrownBy(() -> PushToken.of(PushPlatform.ANDROID, null))
        .withMessage("token");
  }

  @ParameterizedTest
  @CsvSource({"IOS, ''", "IOS, '< >'", "ANDROID, ' '"})
  void pushToken_blank_isIgnored(PushPlatform platform, String token) {
    assertThat(UserProfile.builder().pushToken(PushToken.of(platform, token)).build().pushTokens())
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"ios, IOS", "IOS, IOS", "iOS, IOS", "android, ANDROID", "Android, ANDROID"})
  void pushPlatform_anyCase_isParsed(String text, PushPlatform expected) {
    assertThat(PushPlatform.find(text)).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "windows", "web"})
  void pushPlatform_unknown_isEmpty(String text) {
    assertThat(PushPlatform.find(text)).isEmpty();
  }

  @Test
  void equals_sameIdentitiesInAnotherOrder_isTrue() {
    UserProfile one = UserProfile.builder().customerId("c").email("e").build();
    UserProfile other = UserProfile.builder().email("e").customerId("c").build();

    assertThat(one).isEqualTo(other).hasSameHashCodeAs(other);
    assertThat(one).isNotEqualTo(UserProfile.builder().customerId("e").email("c").build());
    assertThat(one).isNotEqualTo(UserProfile.ofCustomerId("c"));
    assertThat(UserProfile.ofCustomerId("c")).isNotEqualTo(one);
  }

  @Test
  void build_builderUsedAgain_leavesEarlierProfile() {
    UserProfile.Builder builder = UserProfile.builder().customerId("c");
    UserProfile earlier = builder.build();
    builder.email("e");

    assertThat(earlier).isEqualTo(UserProfile.ofCustomerId("c"));
    assertThat(builder.build().identity(IdentityType.EMAIL)).contains("e");
  }
}
