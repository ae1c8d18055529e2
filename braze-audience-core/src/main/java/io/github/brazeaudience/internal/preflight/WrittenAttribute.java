package io.github.brazeaudience.internal.preflight;

/**
 * Custom attribute that a configuration writes.
 *
 * @param maxElements the configured maximum number of elements of an array
 */
record WrittenAttribute(String name, Content content, int maxElements) {
  enum Content {
    /** The ids of all audiences, quoted and separated by commas. */
    ID_STRING("a string of audience ids"),
    /** Ids as strings: the whole array, or elements to add and remove. */
    ID_ARRAY("an array of audience ids"),
    /** JSON {@code true} or {@code false}. */
    BOOLEAN("a Boolean"),
    /** The string {@code "true"} or {@code "false"}. */
    BOOLEAN_STRING("the string \"true\" or \"false\"");

    private final String description;

    Content(String description) {
      this.description = description;
    }

    String description() {
      return description;
    }
  }
}
