package io.github.brazeaudience.audience;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Values by type as a linked list, because a user has one or two of them and an {@code EnumMap}
 * takes space for each type that there is. Equality ignores the order. Immutable.
 *
 * @param rest the values of other types, null if there are none
 */
record TypedValues<E extends Enum<E>>(E type, String value, @Nullable TypedValues<E> rest) {
  TypedValues {
    Objects.requireNonNull(type, "type");
  }

  /** Returns the values with one more, unless its type has a value. */
  static <E extends Enum<E>> TypedValues<E> with(
      @Nullable TypedValues<E> values, E type, String value) {
    return values != null && get(values, type) != null
        ? values
        : new TypedValues<>(type, value, values);
  }

  static <E extends Enum<E>> @Nullable String get(@Nullable TypedValues<E> values, E type) {
    for (TypedValues<E> each = values; each != null; each = each.rest) {
      if (each.type == type) {
        return each.value;
      }
    }
    return null;
  }

  static <E extends Enum<E>> SortedSet<E> types(@Nullable TypedValues<E> values) {
    return values == null ? new TreeSet<>() : new TreeSet<>(values.byType().keySet());
  }

  private Map<E, String> byType() {
    Map<E, String> byType = new HashMap<>();
    for (TypedValues<E> each = this; each != null; each = each.rest) {
      byType.put(each.type, each.value);
    }
    return byType;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TypedValues<?> that && byType().equals(that.byType());
  }

  @Override
  public int hashCode() {
    return byType().hashCode();
  }
}
