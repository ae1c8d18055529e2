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
import java.util.TreeMap;
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
    assertHoldsIds(mode, audiences.stream().map(Audience::id).toList(), profile, as);
    Map<String, Object> held = attributes(profile);
    if (mode.perSegment()) {
      for (Audience audience : audiences) {
        Object flag = held.get("In " + audience.externalName().orElseThrow());
        assertThat(Boolean.TRUE.equals(flag))
            .as("%s %s", as, held)
            .isEqualTo(isMember(audience.id()));
      }
    }
    assertThat(profile.flatMap(it -> it.standardAttribute("email"))).as(as).isEqualTo(email());
  }

  private static Map<String, Object> attributes(Optional<ProfileData> profile) {
    return profile.map(ProfileData::attributes).orElse(Map.of());
  }

  /** Fails if the string or the array of a profile differs for one of the audiences. */
  void assertHoldsIds(
      SendSegmentsAs mode, List<Long> audiences, Optional<ProfileData> profile, String as) {
    Map<String, Object> held = attributes(profile);
    String description = as + " " + held;
    Set<String> expected = new TreeSet<>();
    for (long audience : audiences) {
      if (isMember(audience)) {
        expected.add(String.valueOf(audience));
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
  }

  /**
   * Fails if the attributes per segment of a profile differ for audiences that share names, and
   * change them. A name belongs to the audience that the user entered last under it, until the
   * audience is left or has another name.
   */
  void assertHoldsSharedNames(SendSegmentsAs mode, Optional<ProfileData> profile, String as) {
    Map<String, Long> owners = new TreeMap<>();
    for (AudienceUpdate update : updates) {
      if (update instanceof MembershipSnapshot snapshot) {
        owners.clear();
        enter(snapshot.memberOf(), owners);
      } else {
        MembershipChange change = (MembershipChange) update;
        change.left().forEach(audience -> owners.values().remove(audience.id()));
        enter(change.entered(), owners);
      }
    }
    Map<String, Object> held = new TreeMap<>(attributes(profile));
    held.values().removeIf(value -> !Boolean.TRUE.equals(value));
    assertThat(held.keySet())
        .as("%s %s", as, attributes(profile))
        .isEqualTo(mode.perSegment() ? owners.keySet() : Set.of());
  }

  private static void enter(List<Audience> audiences, Map<String, Long> owners) {
    audiences.forEach(audience -> owners.values().remove(audience.id()));
    audiences.forEach(
        audience -> owners.put("In " + audience.externalName().orElseThrow(), audience.id()));
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
