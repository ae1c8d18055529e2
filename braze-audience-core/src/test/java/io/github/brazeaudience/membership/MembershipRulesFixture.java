package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import java.util.List;

/** Updates of a user about three audiences. */
abstract class MembershipRulesFixture {
  static final Audience A = Audience.of(1, "A");
  static final Audience B = Audience.of(2, "B");
  static final Audience C = Audience.of(3, "C");

  static final MembershipPolicy EMPTY =
      MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.IN_NO_AUDIENCE);

  static AudienceUpdate in(Audience... all) {
    return MembershipSnapshot.of(UserProfile.ofCustomerId("u"), all);
  }

  static AudienceUpdate entered(Audience... all) {
    return MembershipChange.of(UserProfile.ofCustomerId("u"), List.of(all), List.of());
  }

  static AudienceUpdate left(Audience... all) {
    return MembershipChange.of(UserProfile.ofCustomerId("u"), List.of(), List.of(all));
  }

  static AudienceUpdate email(String email) {
    UserProfile user = UserProfile.builder().customerId("u").email(email).build();
    return MembershipChange.of(user, List.of(), List.of());
  }
}
