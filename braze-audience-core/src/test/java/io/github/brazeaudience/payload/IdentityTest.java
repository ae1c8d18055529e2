package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.json;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.IdentityEncoding;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the identifier of a user and the email written with it. */
class IdentityTest {
  private static final String MEMBERSHIP = "\"SegmentMembership\":\"'1'\"}";
  private static final String IDFA = "66b728c2-f9a4-4d87-82ef-ce07414fe3f7";

  @ParameterizedTest
  @EnumSource
  void externalId_eachType_isWrittenAsGiven(IdentityType type) {
    UserProfile user = UserProfile.builder().identity(type, " v 1 ").build();
    String email = type == IdentityType.EMAIL ? "\"email\":\" v 1 \"," : "";

    assertThat(json(config().externalIdentityType(type), snapshot(user)))
        .isEqualTo("{\"external_id\":\" v 1 \"," + email + MEMBERSHIP);
  }

  @ParameterizedTest
  @EnumSource
  void email_eachType_isWrittenWithTheIdentifier(IdentityType type) {
    UserProfile user = UserProfile.builder().customerId("u-1").identity(type, "a@b").build();
    String email = type == IdentityType.CUSTOMER_ID ? "u-1" : "a@b";

    assertThat(json(config().emailIdentityType(type), snapshot(user)))
        .isEqualTo("{\"external_id\":\"u-1\",\"email\":\"" + email + "\"," + MEMBERSHIP);
  }

  @ParameterizedTest
  @ValueSource(strings = {"not an address", "A@B", " a@b "})
  void email_anyFormat_isWrittenUnchecked(String email) {
    assertThat(json(config(), snapshot(UserProfile.builder().customerId("u").email(email).build())))
        .contains("\"email\":\"" + email + "\"");
  }

  @Test
  void email_absentBlankOrHashed_isLeftOut() {
    for (UserProfile.Builder user :
        List.of(
            UserProfile.builder(),
            UserProfile.builder().email(""),
            UserProfile.builder().email("  "),
            UserProfile.builder().identity(IdentityType.EMAIL, IdentityEncoding.HASHED, "e179"))) {
      assertThat(json(config(), snapshot(user.customerId("u-1").build())))
          .isEqualTo("{\"external_id\":\"u-1\"," + MEMBERSHIP);
    }
  }

  @Test
  void identifier_externalIdAndDevices_isOnlyTheExternalId() {
    UserProfile user = everyDevice().customerId("u-1").build();

    assertThat(json(config(), snapshot(user))).isEqualTo("{\"external_id\":\"u-1\"," + MEMBERSHIP);
  }

  @Test
  void identifier_noExternalId_isIdfaThenAndroidId() {
    assertThat(json(config(), snapshot(everyDevice().build())))
        .isEqualTo(alias(IDFA, "idfa") + MEMBERSHIP);
    assertThat(
            json(
                config(),
                snapshot(
                    UserProfile.builder()
                        .device(DeviceIdentityType.ANDROID_ID, "a0504a8cfa15ce2c")
                        .build())))
        .isEqualTo(alias("a0504a8cfa15ce2c", "android_id") + MEMBERSHIP);
  }

  @Test
  void identifier_alias_isWrittenWithTheEmail() {
    assertThat(json(config(), snapshot(everyDevice().email("a@b").build())))
        .isEqualTo(alias(IDFA, "idfa") + "\"email\":\"a@b\"," + MEMBERSHIP);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // external id, Braze id, IDFA, email, kind
        "u-1, b-1, i-1, a@b, EXTERNAL_ID",
        "-,   b-1, i-1, a@b, BRAZE_ID",
        "-,   b-1, -,   -,   BRAZE_ID",
        "' ', b-1, i-1, a@b, BRAZE_ID",
        "-,   ' ', i-1, a@b, USER_ALIAS",
        "-,   '',  -,   a@b, EMAIL",
        "-,   -,   i-1, a@b, USER_ALIAS",
        "-,   -,   -,   a@b, EMAIL",
      })
  void identifier_eachProfile_isTheFirstKindThatTheUserHas(
      String externalId, String brazeId, String idfa, String email, IdentifierKind expected) {
    UserProfile.Builder user = UserProfile.builder();
    Optional.ofNullable(externalId).ifPresent(user::customerId);
    Optional.ofNullable(brazeId).ifPresent(user::brazeId);
    Optional.ofNullable(idfa).ifPresent(it -> user.device(DeviceIdentityType.IDFA, it));
    Optional.ofNullable(email).ifPresent(user::email);

    assertThat(kind(user.build())).isEqualTo(expected);
  }

  @Test
  void identifier_deviceLookup_isTheDevicesInTheirOrderWithTheFallback() {
    BrazeAudienceConfig.Builder config = config().deviceLookup(true);
    UserProfile user = everyDevice().device(DeviceIdentityType.IDFV, IDFA).build();

    UserIdentifier devices = Payloads.attributes(config, snapshot(user)).identifier();
    assertThat(devices.kind()).isEqualTo(IdentifierKind.DEVICE);
    assertThat(devices.deviceIds()).containsExactly(IDFA, "a0504a8cfa15ce2c", "31a2");
    assertThat(devices.fallback()).isEmpty();
    assertThat(devices.toString()).doesNotContain(IDFA);

    config.deviceMatch(List.of(DeviceAlias.of(DeviceIdentityType.ANDROID_ID)));
    UserIdentifier withAlias = Payloads.attributes(config, snapshot(user)).identifier();
    assertThat(withAlias.fallback().orElseThrow().value()).isEqualTo("a0504a8cfa15ce2c");
    assertThat(withAlias).isNotEqualTo(devices);
  }

  @Test
  void identifier_deviceLookupWithoutDevices_isNone() {
    PayloadRefusal refusal =
        refusal(config().deviceLookup(true), snapshot(UserProfile.builder().build()));

    assertThat(refusal.reason()).isEqualTo(Reason.NO_IDENTIFIER);
    assertThat(refusal.message()).contains("CUSTOMER_ID, any device;");
  }

  @Test
  void encode_devicesThatAreNotLookedUp_throws() {
    BrazeAudienceConfig.Builder config = config().deviceLookup(true);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> json(config, snapshot(everyDevice().build())))
        .withMessageContaining("looked up")
        .withMessageNotContaining(IDFA);
  }

  @Test
  void identifier_brazeId_isWrittenForExistingProfilesWithTheEmail() {
    UserProfile user = everyDevice().brazeId(" b 1 ").email("a@b").build();

    assertThat(json(config(), snapshot(user)))
        .isEqualTo(
            "{\"braze_id\":\" b 1 \",\"_update_existing_only\":true,\"email\":\"a@b\","
                + MEMBERSHIP);
  }

  @Test
  void brazeId_longerThanAnExternalIdMayBe_isWritten() {
    UserProfile user = UserProfile.builder().brazeId("b".repeat(988)).build();

    assertThat(json(config(), snapshot(user))).contains("b".repeat(988));
  }

  @Test
  void brazeId_notWellFormed_isRefused() {
    UserProfile user = UserProfile.builder().brazeId("\ud800").build();

    assertThat(refusal(config(), snapshot(user)).reason()).isEqualTo(Reason.MALFORMED_INPUT);
  }

  @Test
  void identifier_customDeviceMatch_usesItsOrderAndLabels() {
    BrazeAudienceConfig.Builder config =
        config()
            .deviceMatch(
                List.of(
                    DeviceAlias.of(DeviceIdentityType.IDFV, "vendor"),
                    DeviceAlias.of(DeviceIdentityType.ANDROID_ID),
                    DeviceAlias.of(DeviceIdentityType.IDFA)));

    assertThat(json(config, snapshot(everyDevice().build())))
        .isEqualTo(alias("a0504a8cfa15ce2c", "android_id") + MEMBERSHIP);
    assertThat(
            json(config, snapshot(everyDevice().device(DeviceIdentityType.IDFV, "97b8").build())))
        .isEqualTo(alias("97b8", "vendor") + MEMBERSHIP);
  }

  @Test
  void identifier_blankHashedAndZeroDevices_areAbsent() {
    UserProfile user =
        UserProfile.builder()
            .customerId(" ")
            .identity(IdentityType.CUSTOMER_ID, IdentityEncoding.HASHED, "4739")
            .device(DeviceIdentityType.IDFA, "00000000-0000-0000-0000-000000000000")
            .device(DeviceIdentityType.IDFA, IdentityEncoding.HASHED, "66b7")
            .device(DeviceIdentityType.ANDROID_ID, " ")
            .device(DeviceIdentityType.ANDROID_ID, "0000000000000000")
            .build();

    assertThat(refusal(config(), snapshot(user)).reason()).isEqualTo(Reason.NO_IDENTIFIER);
  }

  @Test
  void identifier_deviceMatchOff_isNone() {
    PayloadRefusal refusal =
        refusal(config().deviceMatch(List.of()), snapshot(everyDevice().build()));

    assertThat(refusal.reason()).isEqualTo(Reason.NO_IDENTIFIER);
    assertThat(refusal.message()).contains("Braze id", "CUSTOMER_ID").doesNotContain("device");
  }

  @Test
  void identifier_emailAlone_isNoneByDefault() {
    UserProfile user = UserProfile.builder().email("a@b").build();

    assertThat(refusal(config(), snapshot(user)).reason()).isEqualTo(Reason.NO_IDENTIFIER);
  }

  @Test
  void identifier_emailFallback_isTheEmailAloneForExistingProfiles() {
    BrazeAudienceConfig.Builder config = config().emailFallback(true);
    UserProfile.Builder user = UserProfile.builder().email("a@b");

    assertThat(json(config, snapshot(user.build())))
        .isEqualTo("{\"email\":\"a@b\",\"_update_existing_only\":true," + MEMBERSHIP);
    assertThat(Payloads.attributes(config, snapshot(user.build())).dataPoints()).isEqualTo(1);
    assertThat(json(config, snapshot(user.device(DeviceIdentityType.IDFA, IDFA).build())))
        .isEqualTo(alias(IDFA, "idfa") + "\"email\":\"a@b\"," + MEMBERSHIP);
    assertThat(json(config, snapshot(user.customerId("u-1").build())))
        .isEqualTo("{\"external_id\":\"u-1\",\"email\":\"a@b\"," + MEMBERSHIP);
  }

  @Test
  void identifier_emailFallbackWithoutEmail_isNone() {
    PayloadRefusal refusal =
        refusal(config().emailFallback(true), snapshot(UserProfile.builder().build()));

    assertThat(refusal.reason()).isEqualTo(Reason.NO_IDENTIFIER);
    assertThat(refusal.message()).contains("CUSTOMER_ID", "EMAIL");
  }

  @Test
  void updateExistingOnly_on_isWrittenForExternalIdsToo() {
    assertThat(json(config().updateExistingOnly(true), snapshot(UserProfile.ofCustomerId("u-1"))))
        .isEqualTo("{\"external_id\":\"u-1\",\"_update_existing_only\":true," + MEMBERSHIP);
    assertThat(json(config().updateExistingOnly(true), snapshot(everyDevice().build())))
        .isEqualTo(alias(IDFA, "idfa") + MEMBERSHIP);
  }

  @Test
  void externalId_tooLong_doesNotFallBackToTheDevice() {
    UserProfile user = everyDevice().customerId("u".repeat(988)).build();

    assertThat(refusal(config().emailFallback(true), snapshot(user)).reason())
        .isEqualTo(Reason.IDENTIFIER_TOO_LONG);
  }

  @Test
  void kind_eachIdentifier_isItsKind() {
    assertThat(kind(UserProfile.ofCustomerId("u"))).isEqualTo(IdentifierKind.EXTERNAL_ID);
    assertThat(kind(UserProfile.builder().brazeId("b").build())).isEqualTo(IdentifierKind.BRAZE_ID);
    assertThat(kind(everyDevice().build())).isEqualTo(IdentifierKind.USER_ALIAS);
    assertThat(kind(UserProfile.builder().email("a@b").build())).isEqualTo(IdentifierKind.EMAIL);
  }

  private static IdentifierKind kind(UserProfile user) {
    return Payloads.attributes(config().emailFallback(true), snapshot(user)).identifier().kind();
  }

  private static BrazeAudienceConfig.Builder config() {
    return Payloads.config(SendSegmentsAs.SINGLE_ATTRIBUTE);
  }

  private static UserProfile.Builder everyDevice() {
    return UserProfile.builder()
        .device(DeviceIdentityType.ANDROID_ID, "a0504a8cfa15ce2c")
        .device(DeviceIdentityType.IDFA, IDFA)
        .device(DeviceIdentityType.GOOGLE_ADVERTISING_ID, "31a2");
  }

  private static String alias(String name, String label) {
    return "{\"user_alias\":{\"alias_name\":\"%s\",\"alias_label\":\"%s\"},\"_update_existing_only\":true,"
        .formatted(name, label);
  }

  private static MembershipSnapshot snapshot(UserProfile user) {
    return MembershipSnapshot.of(user, Audience.of(1, "A"));
  }
}
