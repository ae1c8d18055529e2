package io.github.brazeaudience.internal.preflight;

import java.util.Locale;
import java.util.Map;

/**
 * Data type of a custom attribute. Braze documents only {@code Number} as a value of {@code
 * data_type}; the others are the names in its dashboard. A type that Braze detected is followed by
 * {@code (Automatically Detected)}, as recordings of clients show.
 *
 * @see <a
 *     href="https://www.braze.com/docs/user_guide/data/activation/custom_data/data_types">Braze:
 *     data types</a>
 */
enum DataType {
  BOOLEAN("Boolean"),
  NUMBER("Number"),
  STRING("String"),
  TIME("Time"),
  ARRAY("Array"),
  OBJECT("Object"),
  OBJECT_ARRAY("Object Array"),
  /** No value was written yet; the first one defines the type. */
  UNDETECTED(""),
  /** A text that this version does not know. */
  UNKNOWN("");

  private static final Map<String, DataType> BY_NAME =
      Map.ofEntries(
          Map.entry("boolean", BOOLEAN),
          Map.entry("number", NUMBER),
          Map.entry("integer", NUMBER),
          Map.entry("float", NUMBER),
          Map.entry("string", STRING),
          Map.entry("time", TIME),
          Map.entry("date", TIME),
          Map.entry("array", ARRAY),
          Map.entry("object", OBJECT),
          Map.entry("object array", OBJECT_ARRAY),
          Map.entry("array of objects", OBJECT_ARRAY),
          Map.entry("", UNDETECTED),
          Map.entry("automatically detected", UNDETECTED));

  private final String label;

  DataType(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static DataType parse(String text) {
    String name = text.replaceFirst("\\(.*", "").strip().toLowerCase(Locale.ROOT);
    return BY_NAME.getOrDefault(name.replaceAll("[\\s_]+", " "), UNKNOWN);
  }

  static boolean isDetected(String text) {
    return text.toLowerCase(Locale.ROOT).contains("(automatically detected");
  }
}
