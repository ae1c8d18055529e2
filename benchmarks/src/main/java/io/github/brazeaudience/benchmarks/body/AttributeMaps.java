package io.github.brazeaudience.benchmarks.body;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The body as maps and lists, which is how it is given to a JSON library that binds objects: the
 * names of attributes per segment are data, so that no class can have them.
 */
final class AttributeMaps {
  private final SendSegmentsAs mode;

  AttributeMaps(SendSegmentsAs mode) {
    this.mode = mode;
  }

  Map<String, Object> body(List<ReadyUser> users) {
    List<Map<String, Object>> objects = new ArrayList<>(users.size());
    for (ReadyUser user : users) {
      objects.add(object(user));
    }
    return Map.of("attributes", objects);
  }

  private Map<String, Object> object(ReadyUser user) {
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
