package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.audiences;
import static io.github.brazeaudience.mparticle.Firehose.change;
import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static io.github.brazeaudience.mparticle.Firehose.messageOf;
import static io.github.brazeaudience.mparticle.Firehose.move;
import static io.github.brazeaudience.mparticle.Firehose.read;
import static io.github.brazeaudience.mparticle.Firehose.unreadable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import io.github.brazeaudience.audience.UserProfile;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a message and the audiences of its profiles come to. */
class FirehoseMessageTest {
  @Test
  void next_membersInAnyOrder_isTheSame() {
    MembershipChange change =
        change(
            "{\"user_profiles\":[{\"audiences\":[{\"action\":\"add\",\"audience_name\":\"A\",\"audience_id\":7}],"
                + "\"user_identities\":[{\"value\":\"c-1\",\"encoding\":\"raw\",\"type\":\"customer\"}]}],"
                + "\"timestamp_ms\":5,\"type\":\"audience_membership_change_request\"}");

    assertThat(change.user()).isEqualTo(UserProfile.ofCustomerId("c-1"));
    assertThat(change.entered()).containsExactly(Audience.of(7, "A"));
    assertThat(change.timestamp()).contains(Instant.ofEpochMilli(5));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " \n\t\r\n ",
        "{}",
        "{\"type\":null,\"user_profiles\":[{}]}",
        "{\"user_profiles\":[{}]}",
        "{\"type\":\"event_processing_request\",\"user_profiles\":[{}]}",
        "{\"user_profiles\":[{}],\"type\":\"event_processing_request\"}",
        "{\"user_profiles\":7,\"type\":\"event_processing_request\"}",
        "{\"type\":\"audience_membership_change_request\"}",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":null}",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":[]}",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":[null,null]}"
      })
  void next_changeRequestWithoutProfiles_returnsNoUpdate(String text) {
    assertThat(read(text)).isEmpty();
  }

  @Test
  void next_emptyProfile_isAChangeWithoutAudiences() {
    MembershipChange change = change(message("{}"));

    assertThat(change.user()).isEqualTo(UserProfile.builder().build());
    assertThat(change.entered()).isEmpty();
    assertThat(change.left()).isEmpty();
  }

  @Test
  void next_nullAmongProfiles_isNoUpdate() {
    assertThat(read(messageOf("\"user_profiles\":[null," + customer("c-1") + ",null]")))
        .hasSize(1)
        .first()
        .isInstanceOf(MembershipChange.class);
  }

  /** Actions for one audience in order, an arrow, and the resulting change. */
  @ParameterizedTest
  @CsvSource({
    "add, in",
    "delete, out",
    "ADD, in",
    "Delete, out",
    "attribute_update, ''",
    "none_that_is_known, ''",
    "add delete, out",
    "delete add, in",
    "add delete add, in",
    "add attribute_update, in",
    "delete attribute_update, out",
    "attribute_update add, in",
    "add whatever delete whatever, out"
  })
  void next_actionsForOneAudience_lastAddOrDeleteWins(String actions, String expected) {
    String[] entries =
        List.of(actions.split(" ")).stream().map(action -> move(9, action)).toArray(String[]::new);

    MembershipChange change = change(message(audiences(entries)));

    assertThat(change.entered()).isEqualTo(members(expected.equals("in")));
    assertThat(change.left()).isEqualTo(members(expected.equals("out")));
  }

  private static List<Audience> members(boolean any) {
    return any ? List.of(Audience.of(9, "N9")) : List.of();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"audience_id\":9}",
        "{\"audience_id\":9,\"action\":null}",
        "{\"audience_id\":9,\"action\":{}}",
        "{\"audience_id\":-1,\"action\":\"attribute_update\"}",
        "{\"audience_id\":[1],\"audience_name\":{},\"action\":\"attribute_update\"}"
      })
  void next_audienceWithoutMove_isIgnored(String audience) {
    MembershipChange change = change(message(audiences(audience, move(5, "add"))));

    assertThat(change.entered()).containsExactly(Audience.of(5, "N5"));
    assertThat(change.left()).isEmpty();
  }

  @Test
  void next_severalAudiences_keepTheirOrder() {
    MembershipChange change =
        change(
            message(
                audiences(move(3, "add"), move(1, "add"), move(2, "delete"), move(0x7f, "add"))));

    assertThat(change.entered()).extracting(Audience::id).containsExactly(3L, 1L, 127L);
    assertThat(change.left()).extracting(Audience::id).containsExactly(2L);
  }

  @Test
  void next_audienceThatComesBack_standsWhereItCameBack() {
    MembershipChange change =
        change(
            message(audiences(move(1, "add"), move(2, "add"), move(1, "delete"), move(1, "add"))));

    assertThat(change.entered()).extracting(Audience::id).containsExactly(2L, 1L);
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1",
    "'\"11036\"', 11036",
    "9223372036854775807, 9223372036854775807",
    "'\"9223372036854775807\"', 9223372036854775807",
    "'\"0011036\"', 11036",
    "11036.0, 11036",
    "1.1036E4, 11036",
    "9007199254740993.0, 9007199254740993"
  })
  void next_audienceId_isTakenAsNumberOrDigits(String json, long id) {
    MembershipChange change =
        change(message(audiences("{\"audience_id\":" + json + ",\"action\":\"add\"}")));

    assertThat(change.entered()).containsExactly(Audience.of(id));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "0",
        "-1",
        "9223372036854775808",
        "99999999999999999999999999",
        "1.5",
        "1e400",
        "-0.0",
        "9223372036854775808.0",
        "\"11036.0\"",
        "\"\"",
        "\" 1\"",
        "\"x\"",
        "\"-1\"",
        "\"+1\"",
        "\"9223372036854775808\"",
        "\"\u0661\"",
        "null"
      })
  void next_audienceIdOutOfRange_isAnInvalidAudienceAndTheNextProfileCounts(String json) {
    List<AudienceUpdate> updates =
        read(
            messageOf(
                "\"user_profiles\":["
                    + audiences("{\"audience_id\":" + json + ",\"action\":\"delete\"}")
                    + ","
                    + customer("c-2")
                    + "]"));

    assertThat(updates).hasSize(2);
    assertThat(((UnreadableUpdate) updates.get(0)).defect()).isEqualTo(Defect.INVALID_AUDIENCE);
    assertThat(((UnreadableUpdate) updates.get(0)).message())
        .contains("audience_id", "from 1 to 2^63-1");
    assertThat(((MembershipChange) updates.get(1)).user())
        .isEqualTo(UserProfile.ofCustomerId("c-2"));
  }

  @Test
  void next_moveWithoutAudienceId_isAnInvalidAudience() {
    assertThat(unreadable(message(audiences("{\"action\":\"add\"}"))).defect())
        .isEqualTo(Defect.INVALID_AUDIENCE);
  }

  @Test
  void next_formBefore20OutOfRange_isAnInvalidAudience() {
    assertThat(unreadable(message("{\"added_audiences\":[{\"audience_id\":0}]}")).defect())
        .isEqualTo(Defect.INVALID_AUDIENCE);
  }

  @Test
  void next_formBefore20_actionIsNotAsked() {
    MembershipChange change =
        change(message("{\"removed_audiences\":[{\"audience_id\":2,\"action\":\"add\"},null]}"));

    assertThat(change.left()).containsExactly(Audience.of(2));
    assertThat(change.entered()).isEmpty();
  }

  @Test
  void next_formBefore20EmptyObjects_areIgnored() {
    MembershipChange change =
        change(
            message(
                "{\"added_audiences\":[{},{\"audience_id\":1}],\"removed_audiences\":[{},"
                    + "{\"audience_id\":null,\"audience_name\":null}]}"));

    assertThat(change.entered()).containsExactly(Audience.of(1));
    assertThat(change.left()).isEmpty();
  }

  /** An invalid profile does not affect other profiles. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "\"c-1\"",
        "[{}]",
        "true",
        "{\"audiences\":{}}",
        "{\"audiences\":\"456\"}",
        "{\"audiences\":[456]}",
        "{\"audiences\":[[]]}",
        "{\"audiences\":[{\"audience_id\":{},\"action\":\"add\"}]}",
        "{\"audiences\":[{\"audience_id\":true,\"action\":\"add\"}]}",
        "{\"audiences\":[{\"audience_id\":1,\"audience_name\":[],\"action\":\"add\"}]}",
        "{\"audiences\":[{\"audience_id\":1,\"audience_id\":2,\"action\":\"add\"}]}",
        "{\"added_audiences\":1}",
        "{\"removed_audiences\":{\"audience_id\":1}}",
        "{\"user_identities\":{}}",
        "{\"user_identities\":[\"c-1\"]}",
        "{\"user_identities\":[{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":{}}]}",
        "{\"user_identities\":[{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":true}]}",
        "{\"user_identities\":[{\"value\":\"a\",\"value\":\"b\"}]}",
        "{\"device_identities\":[{\"type\":\"ios_vendor_id\",\"encoding\":\"raw\",\"value\":[]}]}",
        "{\"device_identities\":[{\"type\":\"apple_push_notification_token\",\"encoding\":\"raw\",\"value\":[]}]}",
        "{\"device_identities\":false}",
        "{\"mpid\":{}}",
        "{\"mpid\":\"1\",\"mpid\":\"2\"}",
        "{\"audiences\":[],\"audiences\":[]}"
      })
  void next_wrongTypeOrMemberTwiceInAProfile_costsThatProfileAlone(String profile) {
    List<AudienceUpdate> updates =
        read(messageOf("\"user_profiles\":[" + profile + "," + customer("c-2") + "]"));

    assertThat(updates).hasSize(2);
    assertThat(((UnreadableUpdate) updates.get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(((UnreadableUpdate) updates.get(0)).message()).endsWith("fix it");
    assertThat(((MembershipChange) updates.get(1)).user())
        .isEqualTo(UserProfile.ofCustomerId("c-2"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]|is not an object",
        "7|is not an object",
        "\"text\"|is not an object",
        "null|is not an object",
        "[{\"type\":\"audience_membership_change_request\",\"user_profiles\":[{}]}]|is not an object",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":{}}|not an array",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":\"\"}|not an array",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":\"soon\",\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":\"+1\",\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":\"\u0661\",\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":1.5,\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":[],\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":9223372036854775808,\"user_profiles\":[{}]}|not an integer",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":[{}],\"user_profiles\":[{}]}|twice"
      })
  void next_documentThatIsNoMessage_isOneMalformedInputAndTheNextDocumentCounts(
      String document, String problem) {
    List<AudienceUpdate> updates = read(document + "\n" + message(customer("c-2")));

    assertThat(updates).hasSize(2);
    assertThat(((UnreadableUpdate) updates.get(0)).defect()).isEqualTo(Defect.MALFORMED_INPUT);
    assertThat(((UnreadableUpdate) updates.get(0)).message()).contains(problem);
    assertThat(updates.get(1)).isInstanceOf(MembershipChange.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1714592744065", "\"1714592744065\"", "1714592744065.0", "1.714592744065E12"})
  void next_timestamp_isTakenAsNumberOrDigits(String json) {
    String text =
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":"
            + json
            + ",\"user_profiles\":[{}]}";

    assertThat(change(text).timestamp()).contains(Instant.ofEpochMilli(1714592744065L));
  }

  @Test
  void next_nullTimestamp_isNone() {
    String text =
        "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":null,\"user_profiles\":[{}]}";

    assertThat(change(text).timestamp()).isEmpty();
  }

  @Test
  void message_ofUnreadableProfile_showsNoValue() {
    String secret = "secret-value";

    assertThat(
            unreadable(
                    message(
                        "{\"user_identities\":[\"" + secret + "\"],\"mpid\":[\"" + secret + "\"]}"))
                .toString())
        .doesNotContain(secret);
  }
}
