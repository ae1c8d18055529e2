package io.github.brazeaudience.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.testing.internal.ProfileData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Expected profile of one user: the newest statement about each audience and the email, computed
 * without the code under test.
 *
 * @param updates the updates of the user in the order of their timestamps
 */
record NewestStatements(List<AudienceUpdate> updates) {
  /**
   * Fails if a profile differs for one of the audiences.
   *
   * @param profile the profile, empty if nothing was written for the user
   */
  void assertHolds(
      SendSegmentsAs mode, List<Audience> audiences, Optional<ProfileData> profile, String as) {
    Map<String, Object> held = profile.map(ProfileData::attributes).orElse(Map.of());
    String description = as + " " + held;
    Set<String> expected = new TreeSet<>();
    for (Audience audience : audiences) {
      if (isMember(audience.id())) {
        expected.add(String.valueOf(audience.id()));
      }
    }
    if (mode.single()) {
      String string = String.valueOf(held.getOrDefault("SegmentMembership", ""));
      Set<String> ids = new TreeSet<>(List.of(string.replace("'", "").split(",")));
      ids.remove("");
      assertThat(ids).as(description).isEqualTo(expected);
    }
    if (mode.array()) {
      List<?> array = (List<?>) held.getOrDefault("SegmentMembershipArray", List.of());
      assertThat(array.stream().map(String::valueOf))
          .as(description)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    if (mode.perSegment()) {
      for (Audience audience : audiences) {
        Object flag = held.get("In " + audience.externalName().orElseThrow());
        assertThat(Boolean.TRUE.equals(flag)).as(description).isEqualTo(isMember(audience.id()));
      }
    }
    assertThat(profile.flatMap(it -> it.standardAttribute("email")))
        .as(description)
        .isEqualTo(email());
  }

  private boolean isMember(long audience) {
    boolean member = false;
    for (AudienceUpdate update : updates) {
      if (update instanceof MembershipSnapshot snapshot) {
        member = contains(snapshot.memberOf(), audience);
      } else if (update instanceof MembershipChange change) {
        member |= contains(change.entered(), audience);
        member &= !contains(change.left(), audience);
      }
    }
    return member;
  }

  private static boolean contains(List<Audience> audiences, long id) {
    return audiences.stream().anyMatch(audience -> audience.id() == id);
  }

  private Optional<String> email() {
    return updates.stream()
        .flatMap(update -> user(update).identity(IdentityType.EMAIL).stream())
        .reduce((first, second) -> second);
  }

  static UserProfile user(AudienceUpdate update) {
    return update instanceof MembershipSnapshot snapshot
        ? snapshot.user()
        : ((MembershipChange) update).user();
  }
}
