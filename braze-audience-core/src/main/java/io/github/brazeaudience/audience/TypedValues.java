package io.github.brazeaudience.audience;

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
    SortedSet<E> types = new TreeSet<>();
    for (TypedValues<E> each = values; each != null; each = each.rest) {
      types.add(each.type);
    }
    return types;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (!(other instanceof TypedValues<?> that) || size() != that.size()) {
      return false;
    }
    for (TypedValues<E> each = this; each != null; each = each.rest) {
      if (!that.contains(each.type, each.value)) {
        return false;
      }
    }
    return true;
  }

  private boolean contains(Enum<?> wantedType, String wantedValue) {
    for (TypedValues<E> each = this; each != null; each = each.rest) {
      if (each.type.equals(wantedType)) {
        return each.value.equals(wantedValue);
      }
    }
    return false;
  }

  private int size() {
    int size = 0;
    for (TypedValues<E> each = this; each != null; each = each.rest) {
      size++;
    }
    return size;
  }

  @Override
  public int hashCode() {
    int hash = 0;
    for (TypedValues<E> each = this; each != null; each = each.rest) {
      hash += each.type.hashCode() ^ each.value.hashCode();
    }
    return hash;
  }
}
