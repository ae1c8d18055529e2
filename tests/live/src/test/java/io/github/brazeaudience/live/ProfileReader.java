package io.github.brazeaudience.live;

import java.util.Map;

/** Reads profiles from Braze. */
interface ProfileReader {
  /** Returns the custom attributes of a profile, or an empty map if it does not exist. */
  Map<String, Object> customAttributes(String externalId);
}
