package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.json.JsonObject;

/** What has come in since the server began. Confined to its thread. */
final class Counts {
  private long requests;
  private long refused;
  private long bytes;

  void received(int length) {
    bytes += length;
  }

  void answered() {
    requests++;
  }

  void refused() {
    refused++;
  }

  JsonObject json() {
    return new JsonObject().put("requests", requests).put("refused", refused).put("bytes", bytes);
  }
}
