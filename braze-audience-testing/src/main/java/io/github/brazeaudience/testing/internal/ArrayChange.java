package io.github.brazeaudience.testing.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Change of an array attribute: {@code {"add":[...],"remove":[...]}} with at least one of the
 * members.
 */
record ArrayChange(List<?> added, List<?> removed) {
  private static final Set<String> MEMBERS = Set.of("add", "remove");

  static Optional<ArrayChange> of(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map)
        || map.isEmpty()
        || !MEMBERS.containsAll(map.keySet())
        || !map.values().stream().allMatch(List.class::isInstance)) {
      return Optional.empty();
    }
    return Optional.of(new ArrayChange(list(map.get("add")), list(map.get("remove"))));
  }

  /**
   * Applies the change to an array. Adding an existing element moves it to the end. Braze does not
   * document the order of removal and addition; removal first keeps a value that is in both lists.
   */
  List<Object> applied(@Nullable Object before) {
    List<Object> array = before instanceof List<?> list ? new ArrayList<>(list) : new ArrayList<>();
    array.removeAll(removed);
    array.removeAll(added);
    array.addAll(added);
    return array;
  }

  int size() {
    return added.size() + removed.size();
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
