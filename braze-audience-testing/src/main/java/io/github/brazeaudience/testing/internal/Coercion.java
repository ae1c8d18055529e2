package io.github.brazeaudience.testing.internal;

import io.github.brazeaudience.testing.AttributeType;
import java.time.DateTimeException;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Conversion of a value to the type that was chosen for its attribute.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/managing_custom_data">Braze:
 *     managing custom data</a>
 */
final class Coercion {
  private static final Set<String> TRUE = Set.of("1", "true", "t");
  private static final Set<String> FALSE = Set.of("0", "false", "f");
  private static final DateTimeFormatter DATE_AND_OPTIONAL_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss[.SSS]][XXX]]", Locale.ROOT);
  private static final Pattern INTEGER = Pattern.compile("-?\\d{1,18}");
  private static final Pattern DECIMAL = Pattern.compile("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?");

  private Coercion() {}

  /** Returns the value to store, or empty if the value cannot be converted. */
  static Optional<Object> toType(AttributeType type, Object value) {
    return switch (type) {
      case BOOLEAN -> toBoolean(value);
      case NUMBER -> toNumber(value);
      case STRING ->
          value instanceof Number ? Optional.of(value.toString()) : ofType(String.class, value);
      case TIME -> ofType(String.class, value).filter(text -> isTime(text.toString()));
      case ARRAY, OBJECT, OBJECT_ARRAY ->
          isOfType(type, value) ? Optional.of(value) : Optional.empty();
    };
  }

  /** {@return true if a value can be stored without conversion} */
  static boolean isOfType(AttributeType type, Object value) {
    boolean empty = value instanceof List<?> list && list.isEmpty();
    return (empty && type == AttributeType.OBJECT_ARRAY)
        || AttributeType.of(value).filter(type::equals).isPresent();
  }

  private static Optional<Object> toBoolean(Object value) {
    if (value instanceof Boolean) {
      return Optional.of(value);
    }
    if (value instanceof List || value instanceof Map) {
      return Optional.empty();
    }
    String text = value.toString().toLowerCase(Locale.ROOT);
    return TRUE.contains(text) || FALSE.contains(text)
        ? Optional.of(TRUE.contains(text))
        : Optional.empty();
  }

  private static Optional<Object> toNumber(Object value) {
    if (!(value instanceof String text)) {
      return ofType(Number.class, value);
    }
    if (INTEGER.matcher(text).matches()) {
      return Optional.of(Long.valueOf(text));
    }
    return Optional.of(text)
        .filter(number -> DECIMAL.matcher(number).matches())
        .map(Double::valueOf)
        .filter(number -> !number.isInfinite())
        .map(Object.class::cast);
  }

  private static Optional<Object> ofType(Class<?> type, Object value) {
    return type.isInstance(value) ? Optional.of(value) : Optional.empty();
  }

  private static boolean isTime(String text) {
    try {
      DATE_AND_OPTIONAL_TIME.parse(text);
      return true;
    } catch (DateTimeException e) {
      return false;
    }
  }
}
