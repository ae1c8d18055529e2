package io.github.brazeaudience.membership;

import static io.github.brazeaudience.membership.UserHistory.NOTHING;
import static io.github.brazeaudience.membership.UserHistory.SUPERSEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UserHistory.Result;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests that a name of two audiences belongs to the audience that the user entered last, by
 * timestamp.
 */
class SharedNameTest extends SharedNameFixture {
  /** The old audience under another name. */
  private static final Audience RENAMED = Audience.of(1, "M");

  @Test
  void profile_ownerWasLeft_keepsTheNameAgainstAnOlderClaim() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange left = left(3, OLD);

    assertThat(results(older, claim, left))
        .containsExactly("{`In N`:true}", NOTHING, "{`In N`:false}", "[]");
    assertThat(results(claim, left, older))
        .containsExactly("{`In N`:true}", "{`In N`:false}", NOTHING, "[]");
  }

  @Test
  void profile_claimOfAnAudienceThatWasLeftSince_takesTheNameOver() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange left = left(3, OLD);

    assertThat(results(left, older, claim))
        .containsExactly("{`In N`:false}", "{`In N`:true}", "{`In N`:false}", "[]");
    assertThat(results(left, claim, older))
        .containsExactly("{`In N`:false}", SUPERSEDED, NOTHING, "[]");
  }

  @Test
  void profile_claimBeforeTheOwners_isSuperseded() {
    assertThat(results(entered(2, NEW), left(3, OLD), entered(1, OLD)))
        .containsExactly("{`In N`:true}", NOTHING, SUPERSEDED, "[In N]");
  }

  /** The other update gives the name up, but Braze may not have it. */
  @Test
  void profile_claimBesideALostWrite_isForwardedAgain() {
    MembershipChange gaveUp = entered(2, Audience.of(2, "M"));
    MembershipChange claim = entered(3, OLD);
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(entered(1, NEW));
    user.accepted(left(4, OLD));

    assertThat(user.attempt(Result.LOST, List.of(gaveUp, claim))).containsExactly(gaveUp, claim);
    assertThat(user.attempt(Result.ACCEPTED, List.of(claim))).isEmpty();

    assertThat(user.profile().trueFlags()).isEmpty();
  }

  /** The lost write arrived and set the name, which another audience claimed later. */
  @Test
  void profile_pendingClaimBeforeANewerOne_isRemoved() {
    MembershipChange pending = entered(2, NEW);
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(left(4, RENAMED));
    user.unconfirmed(true, pending);
    user.accepted(entered(3, OLD));

    assertThat(user.accepted(pending)).contains("`In N`:null");
    assertThat(user.profile().trueFlags()).isEmpty();
  }

  @Test
  void profile_onlyLeftAudience_doesNotOwnTheName() {
    assertThat(results(left(3, OLD), entered(1, NEW)))
        .containsExactly("{`In N`:false}", "{`In N`:true}", "[In N]");
  }

  @Test
  void profile_ownerHasAnotherNameSince_keepsTheNameAgainstAnOlderClaim() {
    MembershipChange older = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange renamed = entered(3, RENAMED);
    String moved = "{`In M`:true,`In N`:null}";

    assertThat(results(older, claim, renamed))
        .containsExactly("{`In N`:true}", NOTHING, moved, "[In M]");
    assertThat(results(claim, renamed, older))
        .containsExactly("{`In N`:true}", moved, NOTHING, "[In M]");
    assertThat(results(older, renamed, claim))
        .containsExactly("{`In N`:true}", "{`In M`:true}", "{`In N`:null}", "[In M]");
  }

  @Test
  void profile_ownerHasAnotherNameSince_losesTheNameToALaterClaim() {
    assertThat(results(entered(1, OLD), entered(3, RENAMED), entered(2, NEW)))
        .containsExactly(
            "{`In N`:true}", "{`In M`:true,`In N`:null}", "{`In N`:true}", "[In M, In N]");
  }

  /** The name is removed, as in the order of time, because the audience has another name. */
  @Test
  void profile_lateClaimOfAnAudienceWithAnotherName_removesTheName() {
    MembershipChange other = entered(1, NEW);
    MembershipChange claim = entered(2, OLD);
    MembershipChange renamed = entered(3, RENAMED);

    assertThat(results(other, renamed, entered(4, Audience.of(3, "M")), claim))
        .as("that another audience has since")
        .endsWith("{`In N`:null}", "[In M]");
    assertThat(results(other, renamed, left(4, RENAMED), claim))
        .as("that was left since")
        .endsWith("{`In N`:null}", "[]");
  }

  /** The snapshot states that the user was in none of the audiences that it does not have. */
  @Test
  void profile_claimBeforeASnapshot_isSuperseded() {
    MembershipSnapshot snapshot = MembershipSnapshot.of(USER, NEW).at(Instant.EPOCH.plusSeconds(2));

    assertThat(results(snapshot, entered(1, OLD)))
        .containsExactly("{`In N`:true}", SUPERSEDED, "[In N]");
  }

  /** The mode without names did not claim the name when the user left the audience. */
  @Test
  void profile_ownerWasLeftInAModeWithoutNames_losesTheNameToAClaimBeforeThat() {
    UserHistory user = new UserHistory(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    user.accepted(entered(1, OLD));
    user.with(SendSegmentsAs.ARRAY_ATTRIBUTE).accepted(left(5, OLD));

    user.with(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT).accepted(entered(3, NEW));

    assertThat(user.accepted(left(6, NEW))).isEqualTo("{`In N`:false}");
  }

  /** The name of a retired audience is free, because nothing else has it. */
  @Test
  void profile_ownerWasRetired_losesTheNameToAnOlderClaim() {
    assertThat(results(entered(2, OLD), AudienceRetirement.of("u", 1), entered(1, NEW)))
        .containsExactly("{`In N`:true}", "{`In N`:null}", "{`In N`:true}", "[In N]");
  }
}
