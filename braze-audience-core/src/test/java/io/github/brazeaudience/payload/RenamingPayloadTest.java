package io.github.brazeaudience.payload;

import static io.github.brazeaudience.payload.Payloads.attributes;
import static io.github.brazeaudience.payload.Payloads.config;
import static io.github.brazeaudience.payload.Payloads.refusal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests payloads of renamings and retirements, and merged attributes. */
class RenamingPayloadTest {
  private static final SendSegmentsAs SINGLE = SendSegmentsAs.SINGLE_ATTRIBUTE;
  private static final SendSegmentsAs PER_SEGMENT = SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
  private static final String HALF = "\ud83d";

  static Stream<Arguments> refusedRenamings() {
    String noName = "has no External Name";
    return Stream.of(
        arguments(SINGLE, Audience.of(7), Reason.INVALID_AUDIENCE, noName + "; give the new one"),
        arguments(SINGLE, Audience.of(7, " "), Reason.INVALID_AUDIENCE, noName + "; give the new"),
        arguments(PER_SEGMENT, Audience.of(7), Reason.INVALID_AUDIENCE, noName + ", which"),
        arguments(SINGLE, Audience.of(0, "A"), Reason.INVALID_AUDIENCE, "must be positive"),
        arguments(SINGLE, Audience.of(7, "A" + HALF), Reason.MALFORMED_INPUT, ""),
        arguments(SINGLE, Audience.of(7, "A".repeat(1_000)), Reason.NAME_TOO_LONG, ""));
  }

  @ParameterizedTest
  @MethodSource("refusedRenamings")
  void renaming_invalidAudience_isRefused(
      SendSegmentsAs mode, Audience audience, Reason reason, String message) {
    PayloadRefusal refusal = refusal(config(mode), AudienceRenaming.of("u-1", audience));

    assertThat(refusal.reason()).isEqualTo(reason);
    assertThat(refusal.message()).contains(message);
  }

  @ParameterizedTest
  @EnumSource
  void renaming_validAudience_hasTheIdentifierOfTheUser(SendSegmentsAs mode) {
    UserAttributes attributes =
        attributes(config(mode), AudienceRenaming.of("u-1", Audience.of(7, "A")));

    assertThat(attributes.identifier()).isEqualTo(UserIdentifier.externalId("u-1"));
  }

  @Test
  void renamingAndRetirement_malformedExternalId_areRefused() {
    assertThat(
            List.of(
                refusal(config(SINGLE), AudienceRenaming.of(HALF, Audience.of(7, "A"))).reason(),
                refusal(config(SINGLE), AudienceRetirement.of(HALF, 7)).reason()))
        .containsOnly(Reason.MALFORMED_INPUT);
  }

  @Test
  void retirement_validExternalId_hasTheIdentifierOfTheUser() {
    assertThat(attributes(config(SINGLE), AudienceRetirement.of("u-1", 7)).identifier())
        .isEqualTo(UserIdentifier.externalId("u-1"));
  }

  @Test
  void then_flagsOfBoth_areWrittenWithTheLaterValue() {
    UserProfile user = UserProfile.ofCustomerId("u-1");
    PayloadBuilder builder = PayloadBuilder.of(config(PER_SEGMENT).build());
    UserAttributes earlier =
        (UserAttributes)
            builder.build(
                MembershipSnapshot.of(user, Audience.of(1, "First"), Audience.of(2, "Both")));
    UserAttributes later =
        (UserAttributes)
            builder.build(
                MembershipSnapshot.of(user, Audience.of(2, "Both"), Audience.of(3, "Second")));

    assertThat(earlier.then(later).flags().keySet())
        .containsExactly("In First", "In Both", "In Second");
  }

  @Test
  void check_mergedAttributesWithinTheLimits_areReturned() {
    PayloadBuilder builder = PayloadBuilder.of(config(SINGLE).build());
    UserAttributes attributes =
        (UserAttributes)
            builder.build(MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(1)));

    assertThat(builder.check(attributes)).isSameAs(attributes);
  }
}
