package io.github.brazeaudience.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that settings are parsed from every spelling in use, in any case. */
class SpellingTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Single Attribute|SINGLE_ATTRIBUTE",
        "Single string attribute|SINGLE_ATTRIBUTE",
        "single|SINGLE_ATTRIBUTE",
        "string|SINGLE_ATTRIBUTE",
        "One Attribute Per Segment|ONE_ATTRIBUTE_PER_SEGMENT",
        "per-segment|ONE_ATTRIBUTE_PER_SEGMENT",
        "Both Single Attribute and One Attribute Per Segment|SINGLE_AND_PER_SEGMENT",
        "Single Attribute and One Attribute Per Segment|SINGLE_AND_PER_SEGMENT",
        "One Attribute Per Segment and Single Attribute|SINGLE_AND_PER_SEGMENT",
        "String + per-segment|SINGLE_AND_PER_SEGMENT",
        "Single array attribute|ARRAY_ATTRIBUTE",
        "array|ARRAY_ATTRIBUTE",
        "Array + string|SINGLE_AND_ARRAY",
        "Both single string attribute and single array attribute|SINGLE_AND_ARRAY",
        "Array + per-segment|ARRAY_AND_PER_SEGMENT",
        "Single array attribute and one attribute per segment|ARRAY_AND_PER_SEGMENT",
        "Array + string + per-segment|SINGLE_AND_ARRAY_AND_PER_SEGMENT",
        "Single string attribute, single array attribute, and one attribute per segment|SINGLE_AND_ARRAY_AND_PER_SEGMENT"
      })
  void sendSegmentsAs_everySpelling_isParsed(String text, SendSegmentsAs expected) {
    assertThat(inAnyCase(text))
        .allSatisfy(t -> assertThat(SendSegmentsAs.parse(t)).isEqualTo(expected));
  }

  @ParameterizedTest
  @EnumSource
  void sendSegmentsAs_constant_isParsed(SendSegmentsAs mode) {
    assertThat(inAnyCase(mode.name()))
        .allSatisfy(t -> assertThat(SendSegmentsAs.parse(t)).isEqualTo(mode));
  }

  @ParameterizedTest
  @CsvSource({
    "SINGLE_ATTRIBUTE, true, false, false",
    "ONE_ATTRIBUTE_PER_SEGMENT, false, false, true",
    "SINGLE_AND_PER_SEGMENT, true, false, true",
    "ARRAY_ATTRIBUTE, false, true, false",
    "SINGLE_AND_ARRAY, true, true, false",
    "ARRAY_AND_PER_SEGMENT, false, true, true",
    "SINGLE_AND_ARRAY_AND_PER_SEGMENT, true, true, true"
  })
  void sendSegmentsAs_eachMode_hasItsForms(
      SendSegmentsAs mode, boolean single, boolean array, boolean perSegment) {
    assertThat(mode.single()).isEqualTo(single);
    assertThat(mode.array()).isEqualTo(array);
    assertThat(mode.perSegment()).isEqualTo(perSegment);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "both", "Single and Single", "Single and", "Triple Attribute", "and", "+"})
  void sendSegmentsAs_unknown_throwsWithTheChoices(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SendSegmentsAs.parse(text))
        .withMessageContainingAll("`sendSegmentsAs`", "SINGLE_ATTRIBUTE", "\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "other, OTHER",
    "Other, OTHER",
    "otheruserid, OTHER",
    "customer, CUSTOMER_ID",
    "customer_id, CUSTOMER_ID",
    "customerid, CUSTOMER_ID",
    "CustomerId, CUSTOMER_ID",
    "Customer ID, CUSTOMER_ID",
    "facebook, FACEBOOK",
    "FacebookId, FACEBOOK",
    "twitter, TWITTER",
    "twitterid, TWITTER",
    "google, GOOGLE",
    "googleuserid, GOOGLE",
    "microsoft, MICROSOFT",
    "microsoftid, MICROSOFT",
    "yahoo, YAHOO",
    "yahooid, YAHOO",
    "email, EMAIL",
    "Email, EMAIL",
    "alias, ALIAS",
    "Alias, ALIAS",
    "facebook_custom_audience_id, FACEBOOK_CUSTOM_AUDIENCE_ID",
    "facebookcustomaudienceid, FACEBOOK_CUSTOM_AUDIENCE_ID",
    "other2, OTHER_2",
    "other_id_2, OTHER_2",
    "Other2, OTHER_2",
    "otheruserid2, OTHER_2",
    "Other 2, OTHER_2",
    "other3, OTHER_3",
    "other_id_3, OTHER_3",
    "Other3, OTHER_3",
    "otheruserid3, OTHER_3",
    "other4, OTHER_4",
    "other_id_4, OTHER_4",
    "Other4, OTHER_4",
    "otheruserid4, OTHER_4",
    "other5, OTHER_5",
    "other_id_5, OTHER_5",
    "Other5, OTHER_5",
    "otheruserid5, OTHER_5",
    "other6, OTHER_6",
    "other_id_6, OTHER_6",
    "Other6, OTHER_6",
    "otheruserid6, OTHER_6",
    "other7, OTHER_7",
    "other_id_7, OTHER_7",
    "Other7, OTHER_7",
    "otheruserid7, OTHER_7",
    "other8, OTHER_8",
    "other_id_8, OTHER_8",
    "Other8, OTHER_8",
    "otheruserid8, OTHER_8",
    "other9, OTHER_9",
    "other_id_9, OTHER_9",
    "Other9, OTHER_9",
    "otheruserid9, OTHER_9",
    "other10, OTHER_10",
    "other_id_10, OTHER_10",
    "Other10, OTHER_10",
    "otheruserid10, OTHER_10",
    "mobile_number, MOBILE_NUMBER",
    "phone_number_2, PHONE_NUMBER_2",
    "phone_number_3, PHONE_NUMBER_3",
    "mpid, MPID",
    "MPID, MPID",
    "mParticle ID, MPID"
  })
  void identityType_everySpelling_isParsed(String text, IdentityType expected) {
    assertThat(inAnyCase(text))
        .allSatisfy(t -> assertThat(IdentityType.find(t)).contains(expected));
    assertThat(IdentityType.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @EnumSource
  void identityType_constant_isParsed(IdentityType type) {
    assertThat(inAnyCase(type.name()))
        .allSatisfy(t -> assertThat(IdentityType.parse(t)).isEqualTo(type));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "other1", "other11", "other_id_1", "android_id", "soul"})
  void identityType_unknown_isEmpty(String text) {
    assertThat(IdentityType.find(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> IdentityType.parse(text))
        .withMessageContainingAll("identity type", "CUSTOMER_ID", "\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({
    "idfa, IDFA",
    "ios_advertising_id, IDFA",
    "ios_idfa, IDFA",
    "idfv, IDFV",
    "ios_vendor_id, IDFV",
    "ios_idfv, IDFV",
    "android_id, ANDROID_ID",
    "android_uuid, ANDROID_ID",
    "google_advertising_id, GOOGLE_ADVERTISING_ID",
    "android_advertising_id, GOOGLE_ADVERTISING_ID",
    "android_aaid, GOOGLE_ADVERTISING_ID",
    "roku_advertising_id, ROKU_ADVERTISING_ID",
    "roku_aid, ROKU_ADVERTISING_ID",
    "roku_publisher_id, ROKU_PUBLISHER_ID",
    "microsoft_advertising_id, MICROSOFT_ADVERTISING_ID",
    "microsoft_publisher_id, MICROSOFT_PUBLISHER_ID",
    "fire_advertising_id, FIRE_ADVERTISING_ID",
    "fire_aid, FIRE_ADVERTISING_ID"
  })
  void deviceIdentityType_everySpelling_isParsed(String text, DeviceIdentityType expected) {
    assertThat(inAnyCase(text))
        .allSatisfy(t -> assertThat(DeviceIdentityType.find(t)).contains(expected));
    assertThat(DeviceIdentityType.parse(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "unknown", "push_token", "apple_push_notification_token", "customer"})
  void deviceIdentityType_unknown_isEmpty(String text) {
    assertThat(DeviceIdentityType.find(text)).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> DeviceIdentityType.parse(text))
        .withMessageContainingAll("device identity type", "IDFA", "\"" + text + "\"");
  }

  @ParameterizedTest
  @EnumSource
  void apiKeyOperatingSystem_constant_isParsed(ApiKeyOperatingSystem system) {
    assertThat(inAnyCase(system.name()))
        .allSatisfy(t -> assertThat(ApiKeyOperatingSystem.parse(t)).isEqualTo(system));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "windows", "ios android"})
  void apiKeyOperatingSystem_unknown_throwsWithTheChoices(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ApiKeyOperatingSystem.parse(text))
        .withMessageContainingAll(
            "`apiKeyOperatingSystem`", "UNSELECTED, IOS, ANDROID", "\"" + text + "\"");
  }

  private static Stream<String> inAnyCase(String text) {
    return Stream.of(
        text, text.toLowerCase(Locale.ROOT), text.toUpperCase(Locale.ROOT), " " + text + " ");
  }
}
