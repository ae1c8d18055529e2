package io.github.brazeaudience.options;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Hosts in the environment variable {@code no_proxy}, separated by commas or white space. A name
 * includes its subdomains; {@code *} includes every host.
 */
record NoProxy(List<String> entries) {
  private static final Pattern SEPARATOR = Pattern.compile("[,\\s]+");

  static NoProxy parse(String text) {
    return new NoProxy(
        SEPARATOR
            .splitAsStream(text.toLowerCase(Locale.ROOT))
            .map(entry -> entry.replaceFirst("^\\.", ""))
            .filter(entry -> !entry.isEmpty())
            .toList());
  }

  boolean includes(String host) {
    String wanted = host.toLowerCase(Locale.ROOT);
    return entries.stream()
        .anyMatch(
            entry -> entry.equals("*") || wanted.equals(entry) || wanted.endsWith("." + entry));
  }
}
