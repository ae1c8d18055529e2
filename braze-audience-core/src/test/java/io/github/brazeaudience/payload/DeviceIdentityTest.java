package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.json;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.brazeaudience.audience.IdentityEncoding;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.IdentifierKind;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests the identifier of a user without an external id: a Braze id, an alias, devices to look up,
 * or the email.
 */
class DeviceIdentityTest extends IdentityFixture {
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
}
