package io.github.brazeaudience.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Data type of a custom attribute.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/attributes/custom_attributes/data_types">Braze:
 *     data types</a>
 */
public enum AttributeType {
  /** {@code true} or {@code false}. */
  BOOLEAN("Boolean"),
  /** An integer or a decimal. */
  NUMBER("Number"),
  /** Text. */
  STRING("String"),
  /** A date and time. {@link FakeBraze} keeps it as text and never detects it. */
  TIME("Time"),
  /** A list of values that are not objects. */
  ARRAY("Array"),
  /** An object. */
  OBJECT("Object"),
  /** A list with an object in it. */
  OBJECT_ARRAY("Object Array");

  private final String dataType;

  AttributeType(String dataType) {
    this.dataType = dataType;
  }

  /**
   * Returns the name of the type in {@code data_type} of {@code GET /custom_attributes}, without
   * the addition for a detected type. Braze documents only {@code Number}; the others appear in
   * recorded responses or are the names of its dashboard.
   */
  public String dataType() {
    return dataType;
  }

  /**
   * Returns the type that is detected from a value.
   *
   * @param value a {@code String}, {@code Boolean}, {@code Long}, {@code Double}, {@code List} or
   *     {@code Map}; other values have no type
   */
  public static Optional<AttributeType> of(Object value) {
    if (value instanceof String) {
      return Optional.of(STRING);
    }
    if (value instanceof Boolean) {
      return Optional.of(BOOLEAN);
    }
    if (value instanceof Long || value instanceof Double) {
      return Optional.of(NUMBER);
    }
    if (value instanceof List<?> list) {
      return Optional.of(list.stream().anyMatch(Map.class::isInstance) ? OBJECT_ARRAY : ARRAY);
    }
    return value instanceof Map ? Optional.of(OBJECT) : Optional.empty();
  }
}
