package io.github.brazeaudience.examples.live;

import java.util.Map;

/** Where profiles can be read. */
interface Profiles {
  /** What is on a profile now; empty if there is no such profile. */
  Map<String, Object> customAttributes(String externalId);
}
