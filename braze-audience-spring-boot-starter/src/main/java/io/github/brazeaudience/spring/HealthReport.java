package io.github.brazeaudience.spring;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Health of the beans, independent of the version of Spring Boot.
 *
 * @param up false if updates cannot be delivered at present
 * @param details without keys, identities and attribute values
 */
record HealthReport(boolean up, Map<String, Object> details) {
  /** Part of the report. */
  interface Part {
    /** Adds details, and returns true if the part works. */
    boolean addTo(Map<String, Object> details);
  }

  /** Asks the parts, in order. */
  static HealthReport of(Iterable<Part> parts) {
    Map<String, Object> details = new LinkedHashMap<>();
    boolean up = true;
    for (Part part : parts) {
      up = part.addTo(details) && up;
    }
    return new HealthReport(up, details);
  }
}
