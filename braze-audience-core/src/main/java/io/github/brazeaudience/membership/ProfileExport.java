package io.github.brazeaudience.membership;

import io.github.brazeaudience.outcome.Reason;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Result of reading one profile from Braze. */
public sealed interface ProfileExport {
  /**
   * Braze has the profile.
   *
   * @param attributes the custom attributes about memberships by name, as JSON values: {@code
   *     String}, {@code Boolean}, {@code Double}, {@code List}, {@code Map}
   */
  record Found(Map<String, Object> attributes) implements ProfileExport {
    /** Copies the attributes. */
    public Found {
      attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    }

    /** Contains the number of attributes only. */
    @Override
    public String toString() {
      return "Found[attributes=" + attributes.size() + "]";
    }
  }

  /** Braze has no profile with this external id. */
  record NotFound() implements ProfileExport {}

  /**
   * The profile could not be read.
   *
   * @param reason such as UNAUTHORIZED, UNREACHABLE or RATE_LIMITED
   * @param message what happened and what to do; contains neither the key nor an identity
   */
  record Failed(Reason reason, String message) implements ProfileExport {}
}
