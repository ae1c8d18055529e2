package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.internal.wire.ExportedProfile;
import io.github.brazeaudience.payload.UserIdentifier;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Result of the lookup of a device. */
sealed interface LookupResult {
  /** The device belongs to one profile. */
  record Found(UserIdentifier user) implements LookupResult {}

  /**
   * The device belongs to no profile, or it is unknown which of several.
   *
   * @param ambiguous true if there are several
   */
  record NotFound(boolean ambiguous) implements LookupResult {}

  /**
   * Decides which of the exported profiles is that of the device: the only one with an external id,
   * else the only one with a Braze id. People may share a device, and the audiences of one must not
   * be written to another.
   */
  static LookupResult of(List<ExportedProfile> profiles) {
    List<String> externalIds =
        profiles.stream().map(ExportedProfile::externalId).filter(LookupResult::isGiven).toList();
    List<String> brazeIds =
        profiles.stream().map(ExportedProfile::brazeId).filter(LookupResult::isGiven).toList();
    if (externalIds.size() == 1) {
      return new Found(UserIdentifier.externalId(externalIds.get(0)));
    }
    if (externalIds.isEmpty() && brazeIds.size() == 1) {
      return new Found(UserIdentifier.brazeId(brazeIds.get(0)));
    }
    return new NotFound(externalIds.size() + brazeIds.size() > 0);
  }

  private static boolean isGiven(@Nullable String id) {
    return id != null && !id.isBlank();
  }
}
