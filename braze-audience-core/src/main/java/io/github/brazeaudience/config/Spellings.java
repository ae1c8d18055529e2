package io.github.brazeaudience.config;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Index of enum constants by the spellings that people and mParticle use. */
final class Spellings<E extends Enum<E>> {
  private final E[] all;
  private final Map<String, E> constants;

  private Spellings(E[] all, Map<String, E> constants) {
    this.all = all;
    this.constants = constants;
  }

  /** Indexes constants by their names and by these other spellings. */
  static <E extends Enum<E>> Spellings<E> of(
      E[] constants, Function<E, ? extends Iterable<String>> spellings) {
    Map<String, E> index = new HashMap<>();
    for (E constant : constants) {
      add(index, constant.name(), constant);
      spellings.apply(constant).forEach(spelling -> add(index, spelling, constant));
    }
    return new Spellings<>(constants, Map.copyOf(index));
  }

  /** Also adds the spelling in lower case, which is then found without normalizing it. */
  private static <E> void add(Map<String, E> index, String spelling, E constant) {
    index.putIfAbsent(key(spelling), constant);
    index.putIfAbsent(spelling.toLowerCase(Locale.ROOT), constant);
  }

  static String key(String text) {
    StringBuilder key = new StringBuilder(text.length());
    text.codePoints().filter(Character::isLetterOrDigit).forEach(key::appendCodePoint);
    return key.toString().toLowerCase(Locale.ROOT);
  }

  Optional<E> find(String text) {
    E asWritten = constants.get(text);
    return Optional.ofNullable(asWritten != null ? asWritten : constants.get(key(text)));
  }

  E parse(String setting, String text) {
    return find(text).orElseThrow(() -> unknown(setting, text, all));
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
