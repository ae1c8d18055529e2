package io.github.brazeaudience.cli.show;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the values of exported attributes. */
final class RemoteValue {
  private static final Pattern ID = Pattern.compile("[1-9][0-9]{0,18}");
  private static final Pattern QUOTED =
      Pattern.compile("'%1$s'(?:,'%1$s')*".formatted(ID.pattern()));

  private RemoteValue() {}

  /** {@return the audience ids of a value in a form that is written, or null for other values} */
  static @Nullable Set<Long> ids(@Nullable Object value) {
    if (value == null || "".equals(value)) {
      return Set.of();
    }
    if (value instanceof String text && QUOTED.matcher(text).matches()) {
      return ids(List.of(text.replace("'", "").split(",", -1)));
    }
    return value instanceof List<?> elements ? ids(elements) : null;
  }

  private static @Nullable Set<Long> ids(List<?> elements) {
    Set<Long> ids = new TreeSet<>();
    for (Object element : elements) {
      if (!(element instanceof String text) || !ID.matcher(text).matches()) {
        return null;
      }
      try {
        ids.add(Long.valueOf(text));
      } catch (NumberFormatException tooLarge) {
        return null;
      }
    }
    return ids;
  }

  /** {@return the JSON type, for people} */
  static String type(Object value) {
    if (value instanceof String) {
      return "a string";
    }
    if (value instanceof Boolean) {
      return "a Boolean";
    }
    if (value instanceof Number) {
      return "a number";
    }
    return value instanceof List<?> ? "an array" : "an object";
  }

  /** {@return the value as it is compared, for people} */
  static String shown(Object value) {
    if (value instanceof List<?> elements) {
      return elements.stream().map(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
    }
    if (value instanceof String text) {
      return text.startsWith("'") ? text : "\"" + text + "\"";
    }
    return String.valueOf(value);
  }
}
