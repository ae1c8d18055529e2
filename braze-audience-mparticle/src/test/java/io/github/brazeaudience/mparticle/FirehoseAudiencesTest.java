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
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Audiences of a profile in a message. */
class FirehoseAudiencesTest {
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
}
