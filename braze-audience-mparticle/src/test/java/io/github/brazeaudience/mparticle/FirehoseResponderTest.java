package io.github.brazeaudience.mparticle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Exact responses to messages. */
class FirehoseResponderTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.ofEpochMilli(1714592744066L));
  private static final FirehoseResponder RESPONDER = responder(config());

  private static BrazeAudienceConfig.Builder config() {
    return BrazeAudienceConfig.builder().restApiKey("key");
  }

  private static FirehoseResponder responder(BrazeAudienceConfig.Builder config) {
    return FirehoseResponder.of(ModuleRegistration.of("Acme", "1.0", config.build()), CLOCK);
  }

  private static String respond(FirehoseResponder responder, String text) {
    FirehoseMessage message = FirehoseMessage.parse(text.getBytes(StandardCharsets.UTF_8));
    return new String(responder.respond(message, false), StandardCharsets.UTF_8);
  }

  private static String respond(String text) {
    return respond(RESPONDER, text);
  }

  private static String head(String type, String id) {
    return "{\"type\":\"%s\",\"id\":\"%s\",\"timestamp_ms\":1714592744066,\"firehose_version\":\"3.2.0\""
        .formatted(type, id);
  }

  @ParameterizedTest
  @CsvSource({
    "firehose-3.2.0-AudienceMembershipChangeRequest.json, 1317071d-3342-4e1e-a691-84bd7e762bda, false",
    "firehose-3.2.0-AudienceMembershipChangeRequest.json, 1317071d-3342-4e1e-a691-84bd7e762bda, true",
    "firehose-noop-verification.json, 61414618-9724-40ef-b03c-f646c95552a8, false",
    "firehose-noop-verification.json, 61414618-9724-40ef-b03c-f646c95552a8, true"
  })
  void respond_changeOrVerification_statesWhetherToSuspend(
      String sample, String id, boolean suspend) {
    FirehoseMessage message = FirehoseMessage.parse(Firehose.sample(sample));

    assertThat(RESPONDER.respond(message, suspend))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            head("audience_membership_change_response", id)
                + ",\"suspend_subscription\":"
                + suspend
                + "}");
  }

  @Test
  void respond_change_hasTheMembersOfThePublishedResponse() {
    FirehoseMessage message =
        FirehoseMessage.parse(
            new String(
                    Firehose.sample("firehose-3.2.0-AudienceMembershipChangeRequest.json"),
                    StandardCharsets.UTF_8)
                .replace(
                    "1317071d-3342-4e1e-a691-84bd7e762bda", "37aaa608-8da9-410e-ae6d-cac914591089")
                .getBytes(StandardCharsets.UTF_8));
    String published =
        new String(
            Firehose.sample("firehose-3.2.0-AudienceMembershipChangeResponse.json"),
            StandardCharsets.UTF_8);

    assertThat(RESPONDER.respond(message, false))
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(published.replaceAll("\\s", ""));
  }

  @Test
  void respond_subscription_keepsItsSettings() {
    assertThat(
            respond(
                "{\"type\":\"audience_subscription_request\",\"id\":\"m-1\",\"audience_id\":7,"
                    + "\"audience_subscription_settings\":{\"sample setting\":\"a \\\"value\\\"\",\"n\":1,\"none\":null}}"))
        .isEqualTo(
            head("audience_subscription_response", "m-1")
                + ",\"audience_subscription_settings\":{\"sample setting\":\"a \\\"value\\\"\",\"n\":\"1\"}}");
    assertThat(
            respond(
                "{\"type\":\"audience_subscription_request\",\"id\":\"m-1\",\"audience_id\":7}"))
        .isEqualTo(head("audience_subscription_response", "m-1") + "}");
  }

  @Test
  void respond_registration_asksForWhatTheConfigurationWrites() {
    assertThat(respond("{\"type\":\"module_registration_request\",\"id\":\"m-1\"}"))
        .isEqualTo(
            head("module_registration_response", "m-1")
                + ",\"name\":\"Acme\",\"version\":\"1.0\",\"permissions\":{\"user_identities\":["
                + "{\"type\":\"customer\",\"encoding\":\"raw\",\"required\":false},"
                + "{\"type\":\"email\",\"encoding\":\"raw\",\"required\":false}],"
                + "\"device_identities\":["
                + "{\"type\":\"ios_advertising_id\",\"encoding\":\"raw\",\"required\":false},"
                + "{\"type\":\"android_id\",\"encoding\":\"raw\",\"required\":false}],"
                + "\"allow_access_mpid\":false},\"audience_processing_registration\":{}}");
  }

  @Test
  void respond_registrationOfMpid_asksForThePermission() {
    FirehoseResponder responder =
        responder(
            config()
                .externalIdentityType(IdentityType.MPID)
                .emailIdentityType(IdentityType.OTHER_10)
                .deviceMatch(List.of()));

    assertThat(respond(responder, "{\"type\":\"module_registration_request\"}"))
        .contains(
            "\"permissions\":{\"user_identities\":[{\"type\":\"other10\",\"encoding\":\"raw\",\"required\":false}],"
                + "\"allow_access_mpid\":true}");
  }

  @Test
  void respond_registrationWithDeviceLookup_asksForAllDeviceIds() {
    assertThat(
            respond(
                responder(config().deviceLookup(true)),
                "{\"type\":\"module_registration_request\"}"))
        .contains(
            "\"ios_vendor_id\"",
            "\"ios_advertising_id\"",
            "\"android_id\"",
            "\"fire_advertising_id\"");
  }

  @Test
  void respond_registrationWithAppIds_asksForPushTokens() {
    FirehoseResponder both = responder(config().apiKey("app"));
    FirehoseResponder android =
        responder(
            config()
                .apiKey(ApiKeyOperatingSystem.ANDROID, "app")
                .deviceMatch(List.of(DeviceAlias.of(DeviceIdentityType.GOOGLE_ADVERTISING_ID))));
    String request = "{\"type\":\"module_registration_request\"}";

    assertThat(respond(both, request))
        .contains("\"apple_push_notification_token\"", "\"google_cloud_messaging_token\"");
    assertThat(respond(android, request))
        .contains("\"google_advertising_id\"", "\"google_cloud_messaging_token\"")
        .doesNotContain("apple_push");
  }

  @ParameterizedTest
  @EnumSource(
      value = IdentityType.class,
      names = {"ALIAS", "FACEBOOK_CUSTOM_AUDIENCE_ID"})
  void registration_ofAnIdentityThatNoMessageHas_isRefused(IdentityType type) {
    BrazeAudienceConfig config = config().externalIdentityType(type).build();

    assertThatThrownBy(() -> ModuleRegistration.of("Acme", "1.0", config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(type.name())
        .hasMessageContaining("CUSTOMER_ID");
  }

  @ParameterizedTest
  @CsvSource({"' ', 1.0, name", "Acme, '', version"})
  void registration_blankText_isRefused(String name, String version, String which) {
    BrazeAudienceConfig config = config().build();

    assertThatThrownBy(() -> ModuleRegistration.of(name, version, config))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("`" + which + "` is blank");
  }

  /** Each name that is asked for is one that the parser knows as the same type. */
  @ParameterizedTest
  @EnumSource
  void name_ofAnIdentity_isReadAsThatType(IdentityType type) {
    FirehoseNames.of(type).ifPresent(name -> assertThat(IdentityType.find(name)).contains(type));
  }

  @ParameterizedTest
  @EnumSource
  void name_ofADevice_isReadAsThatType(DeviceIdentityType type) {
    assertThat(DeviceIdentityType.find(FirehoseNames.of(type))).contains(type);
  }

  @Test
  void respond_anotherRequest_isTheResponseOfThatName() {
    assertThat(respond("{\"type\":\"event_processing_request\",\"id\":\"m-1\"}"))
        .isEqualTo(head("event_processing_response", "m-1") + "}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"id\":\"m-1\"}", "{\"id\":\"m-1\",\"type\":\"news\"}"})
  void respond_whatIsNoRequest_hasNoType(String text) {
    assertThat(respond(text))
        .isEqualTo(
            "{\"id\":\"m-1\",\"timestamp_ms\":1714592744066,\"firehose_version\":\"3.2.0\"}");
  }

  @Test
  void respond_malformed_statesTheReasonWithoutValues() {
    assertThat(respond("{\"type\":\"audience_subscription_request\",\"id\":\"m-1\"}"))
        .isEqualTo(
            "{\"id\":\"m-1\",\"timestamp_ms\":1714592744066,\"firehose_version\":\"3.2.0\","
                + "\"error\":\"malformed_message\",\"message\":\"the Firehose document has no `audience_id`"
                + " that is an integer from 1 to 2^63-1; fix it\"}");
  }

  @Test
  void respond_messageWithoutId_hasANewOne() {
    String answer = respond("{\"type\":\"audience_membership_change_request\"}");
    String id = answer.replaceFirst(".*\"id\":\"([^\"]*)\".*", "$1");

    assertThat(UUID.fromString(id)).isNotNull();
    assertThat(respond("{\"type\":\"audience_membership_change_request\"}")).doesNotContain(id);
  }
}
