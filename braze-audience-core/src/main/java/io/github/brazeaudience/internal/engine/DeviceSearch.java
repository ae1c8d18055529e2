package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.payload.UserIdentifier;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Next step of the search for the profile of a user who has only device ids. */
sealed interface DeviceSearch {
  String NOT_FOUND =
      "the lookup of the user's device ids found no profile; forward the user once the app has"
          + " created one, or with an external id";

  String AMBIGUOUS =
      "the lookup of the user's device ids found several profiles; forward the user with an external"
          + " id or a Braze id";

  /**
   * A device has to be looked up.
   *
   * @param tried the number of devices before it, none of which has a profile
   * @param ambiguous true if one of them has several profiles
   */
  record LookUp(int tried, boolean ambiguous) implements DeviceSearch {
    /** The lookup of the first device. */
    static final LookUp FIRST = new LookUp(0, false);
  }

  record IdentifyAs(UserIdentifier user) implements DeviceSearch {}

  /** The user has no profile and no other identifier. */
  record Reject(String message) implements DeviceSearch {}

  /**
   * Decides the next step: the devices count in their order, and the identifier after the lookup
   * only if none of them has a profile.
   *
   * @param user the user's devices
   * @param last the last lookup, at first {@link LookUp#FIRST}
   * @param results the result for each device that needs no lookup, else null
   */
  static DeviceSearch next(
      UserIdentifier user, LookUp last, Function<String, @Nullable LookupResult> results) {
    List<String> devices = user.deviceIds();
    boolean several = last.ambiguous();
    for (int i = last.tried(); i < devices.size(); i++) {
      LookupResult result = results.apply(devices.get(i));
      if (result == null) {
        return new LookUp(i, several);
      }
      if (result instanceof LookupResult.Found found) {
        return new IdentifyAs(found.user());
      }
      several |= ((LookupResult.NotFound) result).ambiguous();
    }
    UserIdentifier fallback = user.fallback().orElse(null);
    return fallback != null
        ? new IdentifyAs(fallback)
        : new Reject(several ? AMBIGUOUS : NOT_FOUND);
  }
}
