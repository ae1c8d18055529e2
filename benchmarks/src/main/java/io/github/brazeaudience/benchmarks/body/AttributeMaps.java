package io.github.brazeaudience.benchmarks.body;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a request body from maps and lists, for JSON libraries with data binding. A class cannot
 * be bound because the names of the attributes per segment are data.
 */
final class AttributeMaps {
  private final SendSegmentsAs mode;

  AttributeMaps(SendSegmentsAs mode) {
    this.mode = mode;
  }

  Map<String, Object> body(List<PreparedUser> users) {
    List<Map<String, Object>> objects = new ArrayList<>(users.size());
    for (PreparedUser user : users) {
      objects.add(object(user));
    }
    return Map.of("attributes", objects);
  }

  private Map<String, Object> object(PreparedUser user) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("external_id", user.externalId());
    object.put("email", user.email());
    if (mode.single()) {
      object.put("SegmentMembership", user.single());
    }
    if (mode.array()) {
      object.put("SegmentMembershipArray", user.ids());
    }
    if (mode.perSegment()) {
      for (String name : user.names()) {
        object.put(name, true);
      }
    }
    return object;
  }
}
