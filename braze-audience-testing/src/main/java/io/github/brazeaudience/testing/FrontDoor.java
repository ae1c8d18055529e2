package io.github.brazeaudience.testing;

import java.util.Locale;
import java.util.Optional;

/**
 * From a request to the answer that Braze gives: the path, the method, the key, then the endpoint.
 */
final class FrontDoor {
  static final String INVALID_KEY = "Invalid API Key";
  static final String TRACK = "/users/track";

  private static final String BEARER = "Bearer ";

  private final Options options;
  private final TrackEndpoint track;

  FrontDoor(Options options, TrackEndpoint track) {
    this.options = options;
    this.track = track;
  }

  Answer answer(ReceivedRequest request) {
    String path = request.path().split("\\?", 2)[0];
    if (path.equals(TRACK + "/")) {
      return Answer.message(403, "Access Denied");
    }
    if (!path.equals(TRACK)) {
      return Answer.message(404, "Invalid URL");
    }
    if (!request.method().equals("POST")) {
      return Answer.message(405, "Method Not Allowed").withHeader("allow", "POST");
    }
    if (!isAuthorized(request.header("authorization"))) {
      return Answer.message(401, INVALID_KEY);
    }
    if (request.bodySize() > options.maxBodyBytes()) {
      return Answer.message(413, "Request Entity Too Large");
    }
    if (!isJson(request.header("content-type"))) {
      return Answer.message(415, "Unsupported Media Type");
    }
    return track.handle(request.body());
  }

  private boolean isAuthorized(Optional<String> header) {
    return header
        .filter(value -> value.startsWith(BEARER))
        .map(value -> value.substring(BEARER.length()))
        .filter(options.restApiKeys()::contains)
        .isPresent();
  }

  private static boolean isJson(Optional<String> contentType) {
    return contentType
        .map(value -> value.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
        .filter("application/json"::equals)
        .isPresent();
  }
}
