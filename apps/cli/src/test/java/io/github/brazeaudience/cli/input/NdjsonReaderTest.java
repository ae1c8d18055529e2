package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NdjsonReaderTest {
  private static final String USER = "\"identities\":{\"customer_id\":\"u-1\"}";

  @Test
  void next_lineOfTheContract_isASnapshot() throws IOException {
    MembershipSnapshot update =
        (MembershipSnapshot)
            one(
                """
                {"identities":{"customer_id":"u-1","email":"u1@example.com"},\
                "devices":{"idfa":"i","android_id":"a"},\
                "push_tokens":[{"platform":"ios","token":"t","device_id":"d"}],\
                "member_of":[{"id":11036,"name":"Aspiring Athenians"}],\
                "left":[{"id":11037,"name":"Possible Parisians"}],"timestamp":1714592744065}""");
    assertThat(update.user())
        .isEqualTo(
            UserProfile.builder()
                .customerId("u-1")
                .email("u1@example.com")
                .device(DeviceIdentityType.IDFA, "i")
                .device(DeviceIdentityType.ANDROID_ID, "a")
                .pushToken(PushToken.of(PushPlatform.IOS, "t", "d"))
                .build());
    assertThat(update.memberOf()).containsExactly(Audience.of(11036, "Aspiring Athenians"));
    assertThat(update.left()).containsExactly(Audience.of(11037, "Possible Parisians"));
    assertThat(update.timestamp()).contains(Instant.ofEpochMilli(1714592744065L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"member_of\":[]|snapshot",
        "\"member_of\":[{\"id\":1}]|snapshot",
        "\"left\":[{\"id\":1}],\"member_of\":[]|snapshot",
        "\"entered\":[{\"id\":1}]|change",
        "\"left\":[{\"id\":1}]|change",
        "\"entered\":[],\"left\":[]|change"
      })
  void next_lists_decideWhatTheLineIs(String lists, String kind) throws IOException {
    AudienceUpdate update = one("{" + USER + "," + lists + "}");
    assertThat(update)
        .isInstanceOf(kind.equals("snapshot") ? MembershipSnapshot.class : MembershipChange.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{%s}",
        "{%s,\"member_of\":[],\"entered\":[]}",
        "{%s,\"member_of\":[{\"id\":0}]}",
        "{%s,\"member_of\":[{\"id\":-1}]}",
        "{%s,\"member_of\":[{\"id\":1.5}]}",
        "{%s,\"member_of\":[{\"id\":1e400}]}",
        "{%s,\"member_of\":[{\"id\":1e-400}]}",
        "{%s,\"member_of\":[{\"id\":1e99999999999}]}",
        "{%s,\"member_of\":[{\"id\":1e19}]}",
        "{%s,\"member_of\":[{\"id\":-0.0}]}",
        "{%s,\"member_of\":[{\"id\":-11036.0}]}",
        "{%s,\"member_of\":[{\"id\":11036.000000000000000000001}]}",
        "{%s,\"member_of\":[{\"id\":9223372036854775808.0}]}",
        "{%s,\"member_of\":[{\"id\":\"11036.0\"}]}",
        "{%s,\"member_of\":[{\"id\":\"1e3\"}]}",
        "{%s,\"member_of\":[{\"id\":\" 11\"}]}",
        "{%s,\"member_of\":[{\"id\":\"11 \"}]}",
        "{%s,\"member_of\":[{\"id\":\"-0\"}]}",
        "{%s,\"member_of\":null}",
        "{%s,\"member_of\":null,\"entered\":null,\"left\":null}",
        "{%s,\"member_of\":[{\"id\":9223372036854775808}]}",
        "{%s,\"member_of\":[{\"id\":99999999999999999999999999999999}]}",
        "{%s,\"member_of\":[{\"id\":\"9223372036854775808\"}]}",
        "{%s,\"member_of\":[{\"id\":\"0\"}]}",
        "{%s,\"member_of\":[{\"id\":\"\"}]}",
        "{%s,\"member_of\":[{\"id\":\"abc\"}]}",
        "{%s,\"member_of\":[{\"id\":\"-5\"}]}",
        "{%s,\"member_of\":[{\"id\":\"+5\"}]}",
        "{%s,\"member_of\":[{\"id\":\" 5\"}]}",
        "{%s,\"member_of\":[{\"id\":\"\\u0665\"}]}",
        "{%s,\"member_of\":[{\"id\":null}]}",
        "{%s,\"member_of\":[{\"name\":\"A\"}]}",
        "{%s,\"entered\":[{\"id\":1},{\"id\":0}]}",
        "{%s,\"member_of\":[],\"left\":[{\"id\":0}]}"
      })
  void next_audiencesThatMakeNoSense_areInvalidAudience(String line) throws IOException {
    assertThat(defect(line.formatted(USER))).isEqualTo(Defect.INVALID_AUDIENCE);
  }

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "11036,11036",
    "\"11036\",11036",
    "\"007\",7",
    "11036.0,11036",
    "11036.000,11036",
    "1.1036E4,11036",
    "1e18,1000000000000000000",
    "110360e-1,11036",
    "9007199254740993.0,9007199254740993",
    "9223372036854775807.0,9223372036854775807",
    "9.223372036854775807E18,9223372036854775807",
    "\"011\",11",
    "9223372036854775807,9223372036854775807",
    "\"9223372036854775807\",9223372036854775807"
  })
  void next_idInRange_isRead(String id, long wanted) throws IOException {
    String line = "{" + USER + ",\"member_of\":[{\"id\":" + id + "}]}";
    assertThat(((MembershipSnapshot) one(line)).memberOf()).containsExactly(Audience.of(wanted));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not JSON",
        "{",
        "}",
        "[]",
        "1",
        "\"text\"",
        "null",
        "{%s,\"member_of\":[]",
        "{%s,\"member_of\":[]}}",
        "{%s,\"member_of\":[]} x",
        "{%s,\"member_of\":[]}{%s,\"member_of\":[]}",
        "{%s,\"member_of\":[]} // comment",
        "{%s,\"member_of\":[],}",
        "{'identities':{},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":01}]}",
        "{%s,\"member_of\":[{\"id\":NaN}]}",
        "{%s,\"x\":NaN,\"member_of\":[]}",
        "{%s,\"x\":Infinity,\"member_of\":[]}",
        "{%s,\"x\":\"\\x\",\"member_of\":[]}",
        "{%s,\"x\":\"tab\there\",\"member_of\":[]}",
        "{%s,\"member_of\":{}}",
        "{%s,\"member_of\":\"1\"}",
        "{%s,\"member_of\":1}",
        "{%s,\"member_of\":[1]}",
        "{%s,\"member_of\":[null]}",
        "{%s,\"member_of\":[[]]}",
        "{%s,\"member_of\":[{\"id\":true}]}",
        "{%s,\"member_of\":[{\"id\":{}}]}",
        "{%s,\"member_of\":[{\"id\":[1]}]}",
        "{%s,\"member_of\":[{\"id\":1,\"name\":1}]}",
        "{%s,\"member_of\":[{\"id\":1,\"name\":[]}]}",
        "{%s,\"entered\":{}}",
        "{%s,\"left\":false}",
        "{\"identities\":[],\"member_of\":[]}",
        "{\"identities\":\"u-1\",\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":1.5},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":1e5},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":true},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":{}},\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":[\"u-1\"]},\"member_of\":[]}",
        "{%s,\"devices\":[],\"member_of\":[]}",
        "{%s,\"devices\":{\"idfa\":false},\"member_of\":[]}",
        "{%s,\"devices\":{\"idfa\":[]},\"member_of\":[]}",
        "{%s,\"push_tokens\":{},\"member_of\":[]}",
        "{%s,\"push_tokens\":[\"t\"],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":1,\"token\":\"t\"}],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":\"ios\",\"token\":1}],\"member_of\":[]}",
        "{%s,\"push_tokens\":[{\"platform\":\"ios\",\"token\":\"t\",\"device_id\":1}],\"member_of\":[]}",
        "{\"identities\":{\"customer_id\":11036.0},\"member_of\":[]}",
        "{%s,\"timestamp\":\"soon\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"\",\"member_of\":[]}",
        "{%s,\"timestamp\":\" 1\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"+1\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"1.0\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"\u0661\",\"member_of\":[]}",
        "{%s,\"timestamp\":\"9223372036854775808\",\"member_of\":[]}",
        "{%s,\"timestamp\":1e400,\"member_of\":[]}",
        "{%s,\"timestamp\":{},\"member_of\":[]}",
        "{%s,\"timestamp\":1.5,\"member_of\":[]}",
        "{%s,\"timestamp\":true,\"member_of\":[]}",
        "{%s,\"timestamp\":99999999999999999999,\"member_of\":[]}",
        "{%s,%s,\"member_of\":[]}",
        "{%s,\"member_of\":[],\"member_of\":[]}",
        "{\"identities\":{\"email\":\"a\",\"email\":\"b\"},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":1,\"id\":1}]}",
        "{%s,\"member_of\":[{\"id\":1,\"\\u0069d\":1}]}",
        "{%s,\"x\":{\"y\":[{\"z\":1,\"z\":2}]},\"member_of\":[]}",
        "{%s,\"member_of\":[{\"id\":0}],\"timestamp\":true}"
      })
  void next_lineOfTheWrongForm_isMalformed(String line) throws IOException {
    assertThat(defect(line.replace("%s", USER))).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "C0 80",
        "C1 BF",
        "E0 80 80",
        "F0 80 80 80",
        "ED A0 80",
        "ED BF BF",
        "F4 90 80 80",
        "80",
        "C3",
        "E2 82",
        "F0 9F 9A",
        "FF",
        "FE",
        "EF BB BF"
      })
  void next_bytesThatAreNotUtf8OrJson_areMalformed(String hex) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    boolean outside = hex.equals("EF BB BF");
    bytes.write(
        utf8("{\"member_of\":[]}\n{\"identities\":{\"customer_id\":" + (outside ? "" : "\"")));
    bytes.write(HexFormat.ofDelimiter(" ").parseHex(hex));
    bytes.write(utf8((outside ? "\"u" : "") + "\"},\"member_of\":[]}\n{\"member_of\":[]}\n"));
    List<AudienceUpdate> updates = all(bytes.toByteArray());
    assertThat(updates).hasSize(3);
    assertThat(updates.get(0)).isInstanceOf(MembershipSnapshot.class);
    assertThat(((UnreadableUpdate) updates.get(1)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(updates.get(2)).isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_utf16_isMalformed() throws IOException {
    byte[] line = "{\"member_of\":[]}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(((UnreadableUpdate) all(line).get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void next_nestingWithoutEnd_isMalformed(String opening) throws IOException {
    assertThat(defect("{\"x\":" + opening.repeat(100_000))).isEqualTo(Defect.MALFORMED_INPUT);
  }

  @Test
  void next_ignoredNumberOfManyDigits_isIgnored() throws IOException {
    assertThat(one("{" + USER + ",\"x\":" + "9".repeat(100_000) + ",\"member_of\":[]}"))
        .isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_lineLongerThanTheLimit_isMalformedAndTheNextOneRead() throws IOException {
    String pad = " ".repeat(LineReader.MAX_LINE_BYTES);
    List<AudienceUpdate> updates =
        all(utf8("{\"member_of\":[]" + pad + "}\n{" + USER + ",\"member_of\":[]}\n"));
    assertThat(((UnreadableUpdate) updates.get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(updates.get(1)).isInstanceOf(MembershipSnapshot.class);
  }

  @Test
  void next_lineOfExactlyTheLimit_isRead() throws IOException {
    String line = "{" + USER + ",\"member_of\":[]";
    String pad = " ".repeat(LineReader.MAX_LINE_BYTES - line.length() - 1);
    assertThat(one(line + pad + "}")).isInstanceOf(MembershipSnapshot.class);
  }

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "{\"braze_id\":\" b \"}| b ",
        "{\"braze_id\":7}|7",
        "{\"braze_id\":null}|-",
        "{\"braze_id\":\" \"}|-",
        "{\"customer_id\":\"u\",\"braze_id\":\"b\"}|b"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void next_brazeId_isReadUnchangedUnlessBlank(String identities, String expected)
      throws IOException {
    assertThat(user("{\"identities\":" + identities + ",\"member_of\":[]}").brazeId())
        .isEqualTo(Optional.ofNullable(expected));
  }

  @Test
  void next_brazeIdOfAWrongType_isMalformed() throws IOException {
    assertThat(defect("{\"identities\":{\"braze_id\":[\"b\"]},\"member_of\":[]}"))
        .isEqualTo(Defect.MALFORMED_INPUT);
  }

  @Test
  void next_twoSpellingsOfAType_firstThatIsNotBlankWins() throws IOException {
    String identities =
        "{\"customerid\":null,\"customer\":\" \",\"customer_id\":\"first\",\"CustomerId\":\"second\"}";
    assertThat(user("{\"identities\":" + identities + ",\"member_of\":[]}"))
        .isEqualTo(UserProfile.ofCustomerId("first"));
  }

  @Test
  void next_unknownMembersAndTypes_areIgnored() throws IOException {
    String line =
        "{\"identities\":{\"customer_id\":\"u-1\",\"nickname\":{\"a\":[1]}},\"devices\":{\"tv\":[]},"
            + "\"extra\":{\"b\":[1,{\"c\":null}]},\"member_of\":[{\"id\":1,\"more\":[]}]}";
    assertThat(user(line)).isEqualTo(UserProfile.ofCustomerId("u-1"));
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
  void next_blankLines_countAsLinesOnly() throws IOException {
    NdjsonReader reader =
        new NdjsonReader(
            new ByteArrayInputStream(utf8("\uFEFF\n \t\r\n{\"member_of\":[]}\r\n\nbad\n\n")));
    assertThat(reader.next()).isInstanceOf(MembershipSnapshot.class);
    assertThat(reader.line()).isEqualTo(3);
    assertThat(reader.next()).isInstanceOf(UnreadableUpdate.class);
    assertThat(reader.line()).isEqualTo(5);
    assertThat(reader.next()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"identities\":{\"customer_id\":\"SECRET\",\"email\":oops}}",
        "{\"identities\":{\"customer_id\":SECRET}}",
        "{\"SECRET\":1,\"SECRET\":2}",
        "{\"identities\":{\"email\":[\"SECRET\"]},\"member_of\":[]}",
        "{\"member_of\":[{\"id\":\"SECRET\"}]}",
        "{\"member_of\":[{\"id\":1,\"name\":{\"SECRET\":1}}]}",
        "{\"timestamp\":\"SECRET\"}"
      })
  void next_message_hasNoValueOfTheLineInIt(String line) throws IOException {
    assertThat(((UnreadableUpdate) one(line)).message()).isNotBlank().doesNotContain("SECRET");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          {"identities":1}; `identities` must be an object, but is an integer
          {"identities":{"email":{}}}; `identities.email` must be a string or an integer, but is an object
          {"devices":[]}; `devices` must be an object, but is an array
          {"devices":{"idfa":true}}; `devices.idfa` must be a string or an integer, but is a boolean
          {"push_tokens":{}}; `push_tokens` must be an array, but is an object
          {"push_tokens":["a"]}; `push_tokens[]` must be an object, but is a string
          {"push_tokens":[{"token":7}]}; `push_tokens[].token` must be a string, but is an integer
          {"push_tokens":[{"platform":[]}]}; `push_tokens[].platform` must be a string, but is an array
          {"push_tokens":[{"device_id":7}]}; `push_tokens[].device_id` must be a string, but is an integer
          {"member_of":[null]}; `member_of[]` must be an object, but is null
          {"entered":[1]}; `entered[]` must be an object, but is an integer
          {"left":[{"name":7}]}; `left[].name` must be a string, but is an integer
          {"left":[{"id":[]}]}; `left[].id` must be an integer, or its digits in a string, but is an array
          {"timestamp":[]}; `timestamp` must be an integer, or its digits in a string, but is an array
          {"timestamp":1.5}; '`timestamp` must be a whole number of milliseconds since 1970-01-01 UTC, such as 1714592744065; correct it or leave it out'
          """)
  void next_valueOfAWrongType_messageNamesItsPlaceAndBothTypes(String line, String message)
      throws IOException {
    assertThat(((UnreadableUpdate) one(line)).message()).isEqualTo(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '|',
      textBlock =
          """
          {;1
          {"member_of":[{"id":1}];23
          {"member_of":[{"id":1},;23
          {"member_of":[{"id":1},{;24
          {"member_of":[{"id":1}],;24
          {"member_of":[{"id":1,"name":"Caf\u00e9 Regul;40
          {"member_of":[{"id":1,;22
          {"member_of":[{"id":;20
          {"identities":{"customer_id":"u-1"},"member_o;45
          {"extra":[1,[2;14
          {"timestamp":;13
          """)
  void next_lineThatEndsInItsObject_messageStatesItsLength(String line, int length)
      throws IOException {
    assertThat(((UnreadableUpdate) one(line)).message())
        .isEqualTo(
            "the line ends in the middle of its object, at column %d; it is cut off, or the object has several lines: write one complete object per line",
            length);
  }

  @Test
  void next_lineThatIsNotJson_messageNamesTheColumn() throws IOException {
    assertThat(((UnreadableUpdate) one("oops")).message())
        .isEqualTo("the line is not JSON, near column 1; write one complete object per line");
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1714592744065",
        "\"1714592744065\"",
        "\"01714592744065\"",
        "1714592744065.0",
        "1.714592744065E12"
      })
  void next_timestampAsOtherProgramsWriteIt_isRead(String timestamp) throws IOException {
    String line = "{" + USER + ",\"member_of\":[],\"timestamp\":" + timestamp + "}";
    assertThat(((MembershipSnapshot) one(line)).timestamp())
        .contains(Instant.ofEpochMilli(1714592744065L));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"devices\":null,\"push_tokens\":null,\"entered\":null,\"left\":null,\"timestamp\":null,\"x\":null",
        "\"devices\":{\"idfa\":null,\"apple_push_notification_token\":null,\"x\":null}",
        "\"push_tokens\":[{\"platform\":null,\"token\":null,\"device_id\":null,\"x\":null}]",
        "\"left\":[]"
      })
  void next_nullMembers_areAbsent(String members) throws IOException {
    String line =
        "{\"identities\":{\"customer_id\":\"u-1\",\"email\":null},\"member_of\":[{\"id\":7,\"name\":null}],"
            + members
            + "}";
    MembershipSnapshot snapshot = (MembershipSnapshot) one(line);
    assertThat(snapshot.user()).isEqualTo(UserProfile.ofCustomerId("u-1"));
    assertThat(snapshot.memberOf()).containsExactly(Audience.of(7));
    assertThat(snapshot.left()).isEmpty();
    assertThat(snapshot.timestamp()).isEmpty();
  }

  @Test
  void next_nullMemberOf_makesTheLineAChange() throws IOException {
    assertThat(one("{" + USER + ",\"member_of\":null,\"entered\":[{\"id\":7}]}"))
        .isInstanceOf(MembershipChange.class);
  }

  @Test
  void next_nullIdentities_areNone() throws IOException {
    assertThat(user("{\"identities\":null,\"member_of\":[]}"))
        .isEqualTo(UserProfile.builder().build());
  }

  @Test
  @Timeout(120)
  void next_numberOfMillionsOfDigits_isInvalidWithoutLongCalculation() throws IOException {
    String digits = "9".repeat(LineReader.MAX_LINE_BYTES - 1_000);
    assertThat(defect("{" + USER + ",\"member_of\":[{\"id\":" + digits + ".0}]}"))
        .isEqualTo(Defect.INVALID_AUDIENCE);
  }

  private static UserProfile user(String line) throws IOException {
    return ((MembershipSnapshot) one(line)).user();
  }

  private static Defect defect(String line) throws IOException {
    return ((UnreadableUpdate) one(line)).defect();
  }

  private static AudienceUpdate one(String line) throws IOException {
    List<AudienceUpdate> updates = all(utf8(line + "\n"));
    assertThat(updates).hasSize(1);
    return updates.get(0);
  }

  private static List<AudienceUpdate> all(byte[] bytes) throws IOException {
    NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(bytes));
    List<AudienceUpdate> updates = new ArrayList<>();
    for (AudienceUpdate next = reader.next(); next != null; next = reader.next()) {
      updates.add(next);
    }
    return updates;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
