package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** TrackResponses of Braze, and what is read from them. */
final class TrackResponses {
  static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
  static final String HOST = "rest.iad-03.braze.com";

  private TrackResponses() {}

  /** Headers are names and values in turn. */
  static TransportResponse answer(int status, String body, String... headers) {
    Map<String, List<String>> map = new LinkedHashMap<>();
    for (int i = 0; i < headers.length; i += 2) {
      map.put(headers[i], List.of(headers[i + 1]));
    }
    return TransportResponse.of(status, map, body.getBytes(StandardCharsets.UTF_8));
  }

  static AttemptResult read(int status, String body, int objects) {
    return ResponseClassifier.classify(
        answer(status, body), RequestContext.track(objects), HOST, NOW);
  }
}
