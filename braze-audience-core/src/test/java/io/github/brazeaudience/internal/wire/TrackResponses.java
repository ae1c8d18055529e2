package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Test fixture that creates and classifies track responses. */
final class TrackResponses {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final String HOST = "rest.iad-03.braze.com";

  private TrackResponses() {}

  /** Creates a response; {@code headers} alternates names and values. */
  static TransportResponse response(int status, String body, String... headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    return TransportResponse.of(status, map, body.getBytes(StandardCharsets.UTF_8));
  }

  static AttemptResult read(int status, String body, int objects) {
    return ResponseClassifier.classify(
        response(status, body), RequestContext.track(objects), HOST, NOW);
  }
}
