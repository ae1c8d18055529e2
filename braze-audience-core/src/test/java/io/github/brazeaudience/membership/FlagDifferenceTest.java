package io.github.brazeaudience.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.payload.SegmentFlag;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FlagDifferenceTest {
  private static final String NAME = "In Possible Parisians";
  private static final long ID = 7;

  private final Map<String, KnownFlag> known = new HashMap<>();

  /** Values of a flag: {@code true}, {@code false}, or {@code none} for an absent attribute. */
  private static @Nullable Boolean member(String value) {
    return value.equals("none") ? null : Boolean.valueOf(value);
  }

  private MembershipDraft draft(Set<Long> members) {
    return new MembershipDraft(
        new KnownMembership(
            false,
            0,
            true,
            members,
            KnownSet.UNKNOWN,
            KnownSet.UNKNOWN,
            Map.of(),
            known,
            AudienceTimes.NONE),
        ContactTimes.NONE,
        Map.of());
  }

  private Map<String, SegmentFlag> flags(MembershipDraft draft, boolean inFull, boolean written) {
    KnownMembership membership =
        new KnownMembership(
            false,
            0,
            true,
            Set.of(),
            KnownSet.UNKNOWN,
            KnownSet.UNKNOWN,
            Map.of(),
            known,
            AudienceTimes.NONE);
    return new FlagDifference(membership, draft, inFull, false).flags(written);
  }

  private static void set(MembershipDraft draft, String name, long id, boolean member) {
    draft.apply(
        AttributesContent.of(
            SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT,
            null,
            List.of(),
            null,
            member ? Set.of(id) : Set.of(),
            member ? Set.of() : Set.of(id),
            Map.of(name, new SegmentFlag(id, member))));
  }

  /** What an update states about an attribute whose last accepted value is known. */
  @ParameterizedTest
  @CsvSource({
    // known, as text, pending, stated, in full, written
    " unknown, false, false, true,  false, true",
    " unknown, false, false, false, false, true",
    " true,    false, false, true,  false, false",
    " true,    false, false, false, false, true",
    " false,   false, false, false, false, false",
    " false,   false, false, true,  false, true",
    " true,    true,  false, true,  false, true",
    " true,    false, true,  true,  false, true",
    " true,    false, false, true,  true,  true",
    " none,    false, false, true,  false, true",
  })
  void flags_statedValue_isWrittenUnlessTheProfileHasIt(
      String before,
      boolean text,
      boolean pending,
      boolean stated,
      boolean inFull,
      boolean written) {
    if (!before.equals("unknown")) {
      known.put(NAME, new KnownFlag(ID, member(before), text, pending));
    }
    MembershipDraft draft = draft(Set.of());
    set(draft, NAME, ID, stated);

    assertThat(flags(draft, inFull, true))
        .isEqualTo(written ? Map.of(NAME, new SegmentFlag(ID, stated)) : Map.of());
  }

  /** What a retirement removes: each attribute that may exist. */
  @ParameterizedTest
  @CsvSource({
    "true,  false, true",
    "false, false, true",
    "none,  true,  true",
    "none,  false, false",
  })
  void flags_retiredAudience_isRemovedIfTheAttributeMayExist(
      String before, boolean pending, boolean removed) {
    known.put(NAME, new KnownFlag(ID, member(before), false, pending));
    MembershipDraft draft = draft(Set.of());
    Map<Long, @Nullable String> retired = new HashMap<>();
    retired.put(ID, null);
    draft.apply(AttributesContent.rename(SendSegmentsAs.SINGLE_ATTRIBUTE, retired));

    assertThat(flags(draft, false, false))
        .isEqualTo(removed ? Map.of(NAME, new SegmentFlag(ID, null)) : Map.of());
  }

  /** Attributes that no update mentions are written again in a write in full, or while pending. */
  @ParameterizedTest
  @CsvSource({
    // owner, known, pending, is a member, in full, mode writes flags, value
    " 7, true,  false, true,  true,  true,  true",
    " 7, true,  false, false, true,  true,  false",
    " 7, none,  true,  true,  false, true,  true",
    " 7, none,  true,  false, false, true,  false",
    " 7, true,  false, true,  false, true,  not written",
    " 7, false, false, false, true,  true,  not written",
    " 0, true,  false, true,  true,  true,  not written",
    " 7, true,  false, true,  true,  false, not written",
  })
  void flags_unmentionedAttribute_isWrittenAgainIfItMayBeTrue(
      long owner,
      String before,
      boolean pending,
      boolean isMember,
      boolean inFull,
      boolean written,
      String value) {
    known.put(NAME, new KnownFlag(owner, member(before), false, pending));

    Map<String, SegmentFlag> flags =
        flags(draft(isMember ? Set.of(ID) : Set.of()), inFull, written);

    assertThat(flags)
        .isEqualTo(
            value.equals("not written")
                ? Map.of()
                : Map.of(NAME, new SegmentFlag(ID, member(value))));
  }

  /** A pending write may have created an attribute for an audience that has another one. */
  @Test
  void flags_pendingNameOfAMemberWithAnotherAttribute_isRemoved() {
    known.put(NAME, new KnownFlag(ID, null, false, true));
    known.put("In Aspiring Athenians", new KnownFlag(ID, true, false, false));

    assertThat(flags(draft(Set.of(ID)), false, true))
        .isEqualTo(Map.of(NAME, new SegmentFlag(ID, null)));
  }

  @Test
  void flags_pendingNameOfAnAudienceThatAnUpdateNamesOtherwise_isRemoved() {
    known.put(NAME, new KnownFlag(ID, null, false, true));
    MembershipDraft draft = draft(Set.of(ID));
    set(draft, "In Aspiring Athenians", ID, true);

    assertThat(flags(draft, false, true))
        .containsOnly(
            Map.entry(NAME, new SegmentFlag(ID, null)),
            Map.entry("In Aspiring Athenians", new SegmentFlag(ID, true)));
  }

  /** The old name of a renamed member is not written again in a write in full. */
  @Test
  void flags_renamedInAWriteInFull_removesTheOldName() {
    known.put(NAME, new KnownFlag(ID, true, false, false));
    MembershipDraft draft = draft(Set.of(ID));
    set(draft, "In Aspiring Athenians", ID, true);

    assertThat(flags(draft, true, true))
        .containsOnly(
            Map.entry(NAME, new SegmentFlag(ID, null)),
            Map.entry("In Aspiring Athenians", new SegmentFlag(ID, true)));
  }

  /** The profile was read back without the attribute. */
  @Test
  void flags_absentAttributeThatUpdatesSetAndRemove_isNotWritten() {
    known.put(NAME, new KnownFlag(0, null, false, false));
    MembershipDraft draft = draft(Set.of());
    set(draft, NAME, ID, true);
    set(draft, "In Aspiring Athenians", ID, true);

    assertThat(flags(draft, false, true))
        .isEqualTo(Map.of("In Aspiring Athenians", new SegmentFlag(ID, true)));
  }
}
