package io.github.brazeaudience.testing.internal;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Parsed request to write.
 *
 * @param arrays the three arrays, which may be empty
 * @param grouped true if the request has a {@code group_id}, even if it is null
 * @param duplicateKeys the number of duplicate members in its objects
 */
record TrackRequest(
    Map<String, List<?>> arrays, boolean grouped, @Nullable Object groupId, int duplicateKeys) {
  private static final List<String> ARRAYS = List.of("attributes", "events", "purchases");

  /** Parses a request, or returns empty if it is not an object with arrays. */
  static Optional<TrackRequest> of(Json.Text json) {
    if (!(json.value() instanceof Map<?, ?> members)) {
      return Optional.empty();
    }
    Map<String, List<?>> arrays = new LinkedHashMap<>();
    for (String name : ARRAYS) {
      Object array = members.get(name);
      if (array != null && !(array instanceof List)) {
        return Optional.empty();
      }
      arrays.put(name, array instanceof List<?> list ? list : List.of());
    }
    return Optional.of(
        new TrackRequest(
            arrays,
            members.containsKey("group_id"),
            members.get("group_id"),
            json.duplicateKeys()));
  }

  List<?> attributes() {
    return arrays.getOrDefault("attributes", List.of());
  }

  /** {@return the number of objects in all arrays} */
  int objects() {
    return arrays.values().stream().mapToInt(List::size).sum();
  }

  /** {@return the number of objects in the longest array} */
  int longestArray() {
    return arrays.values().stream().mapToInt(List::size).max().orElse(0);
  }
}
