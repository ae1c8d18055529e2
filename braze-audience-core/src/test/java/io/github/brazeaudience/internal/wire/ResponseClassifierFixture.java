package io.github.brazeaudience.internal.wire;

/** Results of a request with three objects. */
abstract class ResponseClassifierFixture {
  static final int OBJECTS = 3;

  static AttemptResult read(int status, String body) {
    return TrackResponses.read(status, body, OBJECTS);
  }

  static String errors(String... errors) {
    return "{\"message\":\"success\",\"errors\":[" + String.join(",", errors) + "]}";
  }
}
