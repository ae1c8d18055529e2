package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.json.JsonObject;

/** Counters since the start of the server. Confined to the event loop. */
final class RequestCounts {
  private long throttled;
  private long bodyBytes;

  void received(int length) {
    bodyBytes += length;
  }

  void throttled() {
    throttled++;
  }

  JsonObject json() {
    return new JsonObject().put("throttled", throttled).put("bodyBytes", bodyBytes);
  }
}
