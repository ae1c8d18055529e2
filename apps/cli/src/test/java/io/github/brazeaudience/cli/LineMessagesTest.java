package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.cli.input.BegunInput;
import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.cli.input.Place;
import io.github.brazeaudience.cli.output.InputPositions.Origin;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class LineMessagesTest {
  private static final MembershipChange UPDATE =
      MembershipChange.of(UserProfile.builder().build(), List.of(Audience.of(1)), List.of());
  private static final String NO_IDENTIFIER =
      "the line has none of `identities.customer_id`, `identities.braze_id`, `devices.idfa`,"
          + " `devices.android_id` (blank and all-zero ids do not count); write one of them";
  private static final String CHANGE =
      "the line has `entered` or `left` but no `member_of`, and the string attribute needs all"
          + " audiences of the user; write them in `member_of`, record users with --store, or use a"
          + " --send-segments-as without the string attribute";

  private static BrazeAudienceConfig.Builder config() {
    return BrazeAudienceConfig.builder().restApiKey("key");
  }

  private static LineMessages ndjson(BrazeAudienceConfig.Builder config) {
    return new LineMessages(config.build(), InputFormat.NDJSON, false);
  }

  private static Rejected rejected(Reason reason) {
    return Rejected.of(7, UPDATE, 0, reason, "of the library");
  }

  private static Origin origin(int unknownIdentities) {
    BegunInput input = new BegunInput("a", 0, "", BegunInput.Rest.MORE);
    return new Origin("a", 1, unknownIdentities, new Place(0, 0, input, 0, 0, 0));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "0|\"\"",
        "1|; its 1 identity of an unknown type is ignored, so check the names in `identities`",
        "2|; its 2 identities of unknown types are ignored, so check the names in `identities`"
      })
  void explain_noIdentifier_namesTheMembersAndCountsTheIgnored(int unknown, String ignored) {
    UserOutcome outcome = ndjson(config()).explain(rejected(Reason.NO_IDENTIFIER), origin(unknown));

    assertThat(outcome).isInstanceOf(Rejected.class);
    assertThat(outcome.message()).isEqualTo(NO_IDENTIFIER + ignored);
    assertThat(outcome.index()).isEqualTo(7);
    assertThat(outcome.update()).isSameAs(UPDATE);
    assertThat(outcome.reason()).contains(Reason.NO_IDENTIFIER);
  }

  @Test
  void explain_noIdentifierWithOtherSettings_namesTheirMembers() {
    BrazeAudienceConfig.Builder config =
        config()
            .externalIdentityType(IdentityType.OTHER_2)
            .deviceMatch(List.of())
            .emailFallback(true);
    assertThat(ndjson(config).explain(rejected(Reason.NO_IDENTIFIER), origin(0)).message())
        .isEqualTo(
            "the line has none of `identities.other_2`, `identities.braze_id`,"
                + " `identities.email` (blank and all-zero ids do not count); write one of them");
  }

  @Test
  void explain_noIdentifierAfterALookup_keepsTheMessage() {
    assertThat(
            ndjson(config().deviceLookup(true))
                .explain(rejected(Reason.NO_IDENTIFIER), origin(1))
                .message())
        .isEqualTo(
            "of the library; its 1 identity of an unknown type is ignored, so check the names in"
                + " `identities`");
  }

  @Test
  void explain_changeWithoutStore_namesTheMembersAndOptions() {
    assertThat(
            ndjson(config()).explain(rejected(Reason.NEEDS_FULL_MEMBERSHIP), origin(0)).message())
        .isEqualTo(CHANGE);
  }

  @Test
  void explain_changeWithStore_isTheSame() {
    Rejected outcome = rejected(Reason.NEEDS_FULL_MEMBERSHIP);
    LineMessages messages = new LineMessages(config().build(), InputFormat.NDJSON, true);
    assertThat(messages.explain(outcome, origin(0))).isSameAs(outcome);
  }

  @ParameterizedTest
  @EnumSource(Reason.class)
  void explain_firehose_isTheSame(Reason reason) {
    Rejected outcome = rejected(reason);
    LineMessages messages =
        new LineMessages(config().build(), InputFormat.MPARTICLE_FIREHOSE, false);
    assertThat(messages.explain(outcome, origin(0))).isSameAs(outcome);
  }

  @ParameterizedTest
  @EnumSource(
      value = Reason.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NO_IDENTIFIER", "NEEDS_FULL_MEMBERSHIP"})
  void explain_otherReason_isTheSame(Reason reason) {
    Rejected outcome = rejected(reason);
    assertThat(ndjson(config()).explain(outcome, origin(1))).isSameAs(outcome);
  }

  @Test
  void explain_notSent_isTheSame() {
    NotSent outcome = NotSent.of(0, UPDATE, 0, Reason.DEADLINE, "late", null);
    assertThat(ndjson(config()).explain(outcome, origin(1))).isSameAs(outcome);
  }

  @ParameterizedTest
  @EnumSource(IdentityType.class)
  void find_nameOfAnIdentityInLowerCase_isTheType(IdentityType type) {
    assertThat(IdentityType.find(type.name().toLowerCase(Locale.ROOT))).contains(type);
  }

  @ParameterizedTest
  @EnumSource(DeviceIdentityType.class)
  void find_nameOfADeviceInLowerCase_isTheType(DeviceIdentityType type) {
    assertThat(DeviceIdentityType.find(type.name().toLowerCase(Locale.ROOT))).contains(type);
  }
}
