package io.github.brazeaudience.testing.internal;

import java.util.LinkedHashMap;
import java.util.Map;

/** HTTP response: status, headers and body. */
public record Response(int status, Map<String, String> headers, String body) {
  public static final String JSON = "application/json; charset=utf-8";

  private static final String SYNTAX_ERROR =
      "Error while parsing request body. Please check your syntax.";

  public Response {
    headers = Map.copyOf(headers);
  }

  public static Response of(int status, String contentType, String body) {
    return new Response(status, Map.of("content-type", contentType), body);
  }

  static Response json(int status, Map<String, ?> members) {
    return of(status, JSON, Json.write(members));
  }

  public static Response message(int status, String message) {
    return json(status, Map.of("message", message));
  }

  /** Response to a body that is not JSON. */
  static Response syntaxError() {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("message", SYNTAX_ERROR);
    members.put("error", SYNTAX_ERROR);
    return json(400, members);
  }

  public Response withHeader(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.keySet().removeIf(name::equalsIgnoreCase);
    more.put(name, value);
    return new Response(status, more, body);
  }

  public Response withBody(String newBody) {
    return new Response(status, headers, newBody);
  }
}
