package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** What tells who a user is, so that it can be kept out of messages. */
final class PersonalValues {
  private PersonalValues() {}

  /** Adds the identities, devices and tokens of an update's user. */
  static void addTo(Collection<String> values, AudienceUpdate update) {
    if (update instanceof AudienceRetirement retirement) {
      values.add(retirement.externalId());
    }
    if (update instanceof AudienceRenaming renaming) {
      values.add(renaming.externalId());
    }
    UserProfile user = user(update);
    if (user == null) {
      return;
    }
    for (IdentityType type : IdentityType.values()) {
      user.identity(type).ifPresent(values::add);
    }
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      user.device(type).ifPresent(values::add);
    }
    for (PushToken token : user.pushTokens()) {
      values.add(token.token());
      token.deviceId().ifPresent(values::add);
    }
  }

  private static @Nullable UserProfile user(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return snapshot.user();
    }
    return update instanceof MembershipChange change ? change.user() : null;
  }
}
