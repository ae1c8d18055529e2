package io.github.brazeaudience.testing.internal;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Query parameters of a request target. A malformed percent escape stays as it is. */
final class Query {
  private final Map<String, List<String>> parameters = new LinkedHashMap<>();

  private Query() {}

  /** Parses the query of a target such as {@code /path?name=value}. */
  static Query of(String target) {
    Query query = new Query();
    int start = target.indexOf('?');
    if (start >= 0) {
      for (String parameter : target.substring(start + 1).split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        query
            .parameters
            .computeIfAbsent(decoded(parts[0]), any -> new ArrayList<>())
            .add(parts.length == 2 ? decoded(parts[1]) : "");
      }
    }
    return query;
  }

  /** {@return the values of a parameter, in the order of the query} */
  List<String> values(String name) {
    return List.copyOf(parameters.getOrDefault(name, List.of()));
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }
}
