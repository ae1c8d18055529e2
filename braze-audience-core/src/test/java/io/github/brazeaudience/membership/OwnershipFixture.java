package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.List;

/** Two audiences with one external name, and the updates of a user about them. */
abstract class OwnershipFixture {
  /** Audience 5 was created again under the name of audience 2. */
  static final Audience OLD = Audience.of(2, "Beta");

  static final Audience NEW = Audience.of(5, "Beta");
  static final Audience OTHER = Audience.of(7, "Other");
  static final UserProfile USER = UserProfile.ofCustomerId("u");

  static AudienceUpdate in(Audience... all) {
    return MembershipSnapshot.of(USER, all);
  }

  static AudienceUpdate entered(Audience... all) {
    return MembershipChange.of(USER, List.of(all), List.of());
  }

  static AudienceUpdate left(Audience... all) {
    return MembershipChange.of(USER, List.of(), List.of(all));
  }

  static AudienceUpdate retired(long id) {
    return AudienceRetirement.of("u", id);
  }

  static AudienceUpdate renamed(Audience audience) {
    return AudienceRenaming.of("u", audience);
  }
}
