package io.github.brazeaudience.testing.internal;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Type of a custom attribute. The first value sets it for the whole workspace. */
public enum AttributeType {
  STRING,
  BOOLEAN,
  NUMBER,
  ARRAY,
  OBJECT;

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
    if (value instanceof List) {
      return Optional.of(ARRAY);
    }
    return value instanceof Map ? Optional.of(OBJECT) : Optional.empty();
  }
}
