package io.github.brazeaudience.internal.preflight;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

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
  NUMBER("Number", "integer", "float"),
  STRING("String"),
  TIME("Time", "date"),
  ARRAY("Array"),
  OBJECT("Object"),
  OBJECT_ARRAY("Object Array", "array of objects"),
  /** No value was written yet; the first one defines the type. */
  UNDETECTED("", "automatically detected"),
  /** A text that this version does not know. */
  UNKNOWN("?");

  private final String label;
  private final List<String> synonyms;

  DataType(String label, String... synonyms) {
    this.label = label;
    this.synonyms = List.of(synonyms);
  }

  String label() {
    return label;
  }

  static DataType parse(String text) {
    String name =
        text.replaceFirst("\\(.*", "").strip().toLowerCase(Locale.ROOT).replaceAll("[\\s_]+", " ");
    return Arrays.stream(values())
        .filter(type -> name.equalsIgnoreCase(type.label) || type.synonyms.contains(name))
        .findFirst()
        .orElse(UNKNOWN);
  }

  static boolean isDetected(String text) {
    return text.toLowerCase(Locale.ROOT).contains("(automatically detected");
  }
}
