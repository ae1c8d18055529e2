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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests which lines of the ndjson input are snapshots, changes or invalid audiences, and the parts
 * of them that are ignored.
 */
class NdjsonReaderTest extends NdjsonReaderFixture {
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

  @Test
  void next_ignoredNumberOfManyDigits_isIgnored() throws IOException {
    assertThat(one("{" + USER + ",\"x\":" + "9".repeat(100_000) + ",\"member_of\":[]}"))
        .isInstanceOf(MembershipSnapshot.class);
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
  void next_unknownMembersAndTypes_areIgnored() throws IOException {
    String line =
        "{\"identities\":{\"customer_id\":\"u-1\",\"nickname\":{\"a\":[1]}},\"devices\":{\"tv\":[]},"
            + "\"extra\":{\"b\":[1,{\"c\":null}]},\"member_of\":[{\"id\":1,\"more\":[]}]}";
    assertThat(user(line)).isEqualTo(UserProfile.ofCustomerId("u-1"));
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
}
