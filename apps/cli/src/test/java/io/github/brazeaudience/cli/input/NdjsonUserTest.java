package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests how the identities, devices and push tokens of a line are read. */
class NdjsonUserTest extends NdjsonReaderFixture {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"u-1\"|u-1",
        "12345678901234567890123|12345678901234567890123",
        "-5|-5",
        "\" u \"|' u '",
        "\"\\u00e9\\ud83d\\ude80\"|é🚀"
      })
  void next_identityValue_isTakenAsGiven(String json, String wanted) throws IOException {
    assertThat(user("{\"identities\":{\"customer_id\":" + json + "},\"member_of\":[]}"))
        .isEqualTo(UserProfile.ofCustomerId(wanted));
  }

  @ParameterizedTest
  @ValueSource(strings = {"customer", "customer_id", "customerid", "CustomerId", "CUSTOMER_ID"})
  void next_spellingsOfAType_areOneType(String spelling) throws IOException {
    assertThat(user("{\"identities\":{\"" + spelling + "\":\"u-1\"},\"member_of\":[]}"))
        .isEqualTo(UserProfile.ofCustomerId("u-1"));
  }

  @ParameterizedTest
  @CsvSource({
    "other_id_2,OTHER_2",
    "Other10,OTHER_10",
    "otheruserid3,OTHER_3",
    "mpid,MPID",
    "mobile_number,MOBILE_NUMBER",
    "facebookcustomaudienceid,FACEBOOK_CUSTOM_AUDIENCE_ID"
  })
  void next_otherTypes_areKnown(String spelling, IdentityType type) throws IOException {
    assertThat(user("{\"identities\":{\"" + spelling + "\":7},\"member_of\":[]}").identity(type))
        .contains("7");
  }

  @Test
  void next_twoSpellingsOfAType_firstThatIsNotBlankWins() throws IOException {
    String identities =
        "{\"customerid\":null,\"customer\":\" \",\"customer_id\":\"first\",\"CustomerId\":\"second\"}";
    assertThat(user("{\"identities\":" + identities + ",\"member_of\":[]}"))
        .isEqualTo(UserProfile.ofCustomerId("first"));
  }

  @ParameterizedTest
  @CsvSource({
    "idfa,IDFA",
    "ios_advertising_id,IDFA",
    "android_uuid,ANDROID_ID",
    "android_id,ANDROID_ID",
    "ios_idfv,IDFV",
    "roku_aid,ROKU_ADVERTISING_ID"
  })
  void next_devices_takeAnySpelling(String spelling, DeviceIdentityType type) throws IOException {
    assertThat(user("{\"devices\":{\"" + spelling + "\":\"x\"},\"member_of\":[]}").device(type))
        .contains("x");
  }

  @Test
  void next_pushTokens_keepThoseThatCanBeSent() throws IOException {
    String tokens =
        "[{\"platform\":\"IOS\",\"token\":\"a\"},{\"platform\":\"windows\",\"token\":\"b\"},"
            + "{\"token\":\"c\"},{\"platform\":\"ios\"},{\"platform\":\"android\",\"token\":\" \"},"
            + "{\"platform\":\"Android\",\"token\":\"d\",\"device_id\":null,\"x\":1}]";
    assertThat(user("{\"push_tokens\":" + tokens + ",\"member_of\":[]}").pushTokens())
        .containsExactly(
            PushToken.of(PushPlatform.IOS, "a"), PushToken.of(PushPlatform.ANDROID, "d"));
  }

  @Test
  void next_tokensAmongDevices_arePushTokens() throws IOException {
    String devices =
        "{\"apple_push_notification_token\":\"<a b>\",\"google_cloud_messaging_token\":\"g\"}";
    assertThat(user("{\"devices\":" + devices + ",\"member_of\":[]}").pushTokens())
        .containsExactly(
            PushToken.of(PushPlatform.IOS, "ab"), PushToken.of(PushPlatform.ANDROID, "g"));
  }

  @Test
  void next_identitiesOfUnknownTypes_areCounted() throws IOException {
    String lines =
        """
        {"identities":{"customerid_crm":"a","nickname":{"b":[1]},"email":"c"},"member_of":[]}
        {"identities":{"customer_id":"a"},"member_of":[]}
         {"identities":{"customerid_crm":"a"},"member_of":[]}
        {"identities":{"customerid_crm":"a"},"oops
        """;
    NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(utf8(lines)));
    List<Integer> unknown = new ArrayList<>();
    while (reader.next() != null) {
      unknown.add(reader.unknownIdentities());
    }
    assertThat(unknown).containsExactly(2, 0, 1, 0);
  }

  @Test
  void next_nullIdentities_areNone() throws IOException {
    assertThat(user("{\"identities\":null,\"member_of\":[]}"))
        .isEqualTo(UserProfile.builder().build());
  }
}
