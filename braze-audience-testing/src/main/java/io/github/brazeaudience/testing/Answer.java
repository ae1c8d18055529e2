package io.github.brazeaudience.testing;

import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP answer: status, headers and body. */
record Answer(int status, Map<String, String> headers, String body) {
  static final String JSON = "application/json; charset=utf-8";

  private static final String SYNTAX_ERROR =
      "Error while parsing request body. Please check your syntax.";

  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer of(int status, String contentType, String body) {
    return new Answer(status, Map.of("content-type", contentType), body);
  }

  static Answer json(int status, Map<String, ?> members) {
    return of(status, JSON, Json.write(members));
  }

  static Answer message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  /** To a body that is no JSON. */
  static Answer syntaxError() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("message", SYNTAX_ERROR);
    members.put("error", SYNTAX_ERROR);
    return json(400, members);
  }

  Answer withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Answer(status, more, body);
  }

  Answer withBody(String newBody) {
    return new Answer(status, headers, newBody);
  }
}
