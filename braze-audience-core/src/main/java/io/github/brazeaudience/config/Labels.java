package io.github.brazeaudience.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads the constants of the settings from the spellings that people and mParticle use. */
final class Labels {
  private Labels() {}

  /** Letters and digits in lower case: what two spellings of one thing have in common. */
  static String key(String text) {
    StringBuilder key = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
    return key.toString().toLowerCase(Locale.ROOT);
  }

  static <E extends Enum<E>> Optional<E> find(
      E[] constants, String text, Function<E, ? extends Iterable<String>> spellings) {
    String wanted = key(text);
    for (E constant : constants) {
      if (key(constant.name()).equals(wanted)) {
        return Optional.of(constant);
      }
      for (String spelling : spellings.apply(constant)) {
        if (key(spelling).equals(wanted)) {
          return Optional.of(constant);
        }
      }
    }
    return Optional.empty();
  }

  static <E extends Enum<E>> IllegalArgumentException unknown(
      String setting, String text, E[] constants) {
    return new IllegalArgumentException(
        "`%s` must be one of %s, but was \"%s\""
            .formatted(
                setting,
                Arrays.stream(constants).map(Enum::name).collect(Collectors.joining(", ")),
                text));
  }
}
