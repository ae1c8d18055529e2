package io.github.brazeaudience.model;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.IdentityType;
import java.util.List;

/** The user and a short text of an update, for the log of a history. */
final class UpdateText {
  private UpdateText() {}

  static String user(AudienceUpdate update) {
    if (update instanceof AudienceRetirement retirement) {
      return retirement.externalId();
    }
    if (update instanceof AudienceRenaming renaming) {
      return renaming.externalId();
    }
    UserProfile user =
        update instanceof MembershipSnapshot snapshot
            ? snapshot.user()
            : ((MembershipChange) update).user();
    return user.identity(IdentityType.CUSTOMER_ID).orElseThrow();
  }

  static String text(AudienceUpdate update) {
    return update instanceof MembershipSnapshot snapshot
        ? "%s in %s".formatted(user(update), text(snapshot.memberOf()))
        : update instanceof MembershipChange change
            ? "%s entered %s, left %s"
                .formatted(user(update), text(change.entered()), text(change.left()))
            : update.toString();
  }

  private static List<String> text(List<Audience> audiences) {
    return audiences.stream()
        .map(audience -> audience.id() + "=" + MembershipModel.attribute(audience))
        .toList();
  }
}
