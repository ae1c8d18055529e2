package io.github.brazeaudience.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Attributes of profiles by external id, updated by Braze's documented rules: null removes, {@code
 * add} and {@code remove} change an array, everything else overwrites.
 */
final class Profiles {
  private final Map<String, Map<String, Object>> profiles = new TreeMap<>();

  /** Takes an object; the identifier names the profile. */
  void apply(Map<String, Object> object) {
    Object externalId = object.get("external_id");
    if (externalId == null) {
      return;
    }
    Map<String, Object> profile =
        profiles.computeIfAbsent(String.valueOf(externalId), id -> new TreeMap<>());
    object.forEach(
        (name, value) -> {
          if (value == null) {
            profile.remove(name);
          } else if (value instanceof Map<?, ?> change) {
            profile.put(name, changed(profile.get(name), change));
          } else if (!name.equals("external_id")) {
            profile.put(name, value);
          }
        });
  }

  private static List<Object> changed(Object present, Map<?, ?> change) {
    Set<Object> elements = new LinkedHashSet<>(list(present));
    elements.addAll(list(change.get("add")));
    elements.removeAll(list(change.get("remove")));
    return new ArrayList<>(elements);
  }

  private static List<?> list(Object value) {
    return value == null ? List.of() : (List<?>) value;
  }

  /** A copy of all of them. */
  Map<String, Map<String, Object>> all() {
    Map<String, Map<String, Object>> copy = new LinkedHashMap<>();
    profiles.forEach((id, profile) -> copy.put(id, new TreeMap<>(profile)));
    return copy;
  }
}
