package io.github.brazeaudience.mparticle;

import static io.github.brazeaudience.mparticle.Firehose.change;
import static io.github.brazeaudience.mparticle.Firehose.customer;
import static io.github.brazeaudience.mparticle.Firehose.message;
import static io.github.brazeaudience.mparticle.Firehose.messageOf;
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

/** Members of messages and profiles, and malformed ones. */
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
