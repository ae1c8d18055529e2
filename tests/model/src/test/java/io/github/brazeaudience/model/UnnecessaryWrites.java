package io.github.brazeaudience.model;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.MalformedJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes that changed nothing. Before the first pending write of a user, every attribute that is
 * written changes something.
 */
final class UnnecessaryWrites {
  private final List<SendSegmentsAs> modes;
  private final UnknownUsers unknownUsers;
  private final Map<String, MembershipModel> models;
  private final Map<String, Map<String, Object>> before = new HashMap<>();
  private final Set<String> unconfirmedUsers = new HashSet<>();
  private final Set<String> poisoned = new HashSet<>();
  private final List<String> found = new ArrayList<>();

  UnnecessaryWrites(
      List<SendSegmentsAs> modes, UnknownUsers unknownUsers, Map<String, MembershipModel> models) {
    this.modes = modes;
    this.unknownUsers = unknownUsers;
    this.models = models;
  }

  List<String> found() {
    return found;
  }

  void before(String user, Map<String, Object> attributes) {
    before.put(user, attributes);
  }

  void unconfirmed(String user) {
    unconfirmedUsers.add(user);
  }

  void poisoned(String user, boolean rejected) {
    if (rejected) {
      poisoned.add(user);
    } else {
      poisoned.remove(user);
    }
  }

  void note(Map<?, ?> object) {
    String user = String.valueOf(object.get("external_id"));
    if (modes.size() > 1 || unconfirmedUsers.contains(user) || poisoned.contains(user)) {
      return;
    }
    Map<String, Object> then = before.getOrDefault(user, Map.of());
    object.forEach(
        (name, value) -> {
          boolean needed = name.equals("external_id") || isFirstWholeArray(user, value);
          if (!needed && isUnnecessary(then.get(name), value)) {
            found.add("%s of %s in %s".formatted(name, object, then));
          }
        });
  }

  /** An array that was only changed so far may contain other elements. */
  private boolean isFirstWholeArray(String user, Object written) {
    return written instanceof List<?>
        && unknownUsers != UnknownUsers.IN_NO_AUDIENCE
        && modes.stream().noneMatch(SendSegmentsAs::single)
        && !models.get(user).full();
  }

  private static boolean isUnnecessary(Object held, Object written) {
    if (written instanceof Map<?, ?> change) {
      List<?> array = held instanceof List<?> list ? list : List.of();
      return ProfileComparison.list(change.get("add")).stream().anyMatch(array::contains);
    }
    return written != null && written.equals(held);
  }

  static List<Map<?, ?>> objects(byte[] body) {
    try {
      Map<?, ?> request = (Map<?, ?>) Json.parse(body).value();
      List<Map<?, ?>> objects = new ArrayList<>();
      ProfileComparison.list(request.get("attributes"))
          .forEach(object -> objects.add((Map<?, ?>) object));
      return objects;
    } catch (MalformedJson e) {
      throw new IllegalStateException(e);
    }
  }
}
