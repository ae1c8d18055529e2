package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;

/** Answers a GET with the counts, and everything else with success, once it is there. */
final class Requests implements Handler<HttpServerRequest> {
  private static final Buffer SUCCESS =
      Buffer.buffer("{\"message\":\"success\",\"attributes_processed\":75}");

  private final Counts counts;
  private final Distance distance;

  /** How long answers take, and how many there are. */
  interface Distance {
    /** Lets the answer go, or the refusal if too many requests came, now or later. */
    void send(Runnable answer, Refusal refusal);
  }

  /** Refuses a request. */
  interface Refusal {
    void comeBackAfter(long seconds);
  }

  Requests(Counts counts, Distance distance) {
    this.counts = counts;
    this.distance = distance;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      request.response().end(counts.json().toBuffer());
      return;
    }
    request.handler(part -> counts.received(part.length()));
    request.endHandler(
        end -> distance.send(() -> succeed(request), seconds -> refuse(request, seconds)));
  }

  private void succeed(HttpServerRequest request) {
    counts.answered();
    request
        .response()
        .setStatusCode(201)
        .putHeader("content-type", "application/json")
        .end(SUCCESS);
  }

  private void refuse(HttpServerRequest request, long seconds) {
    counts.refused();
    request
        .response()
        .setStatusCode(429)
        .putHeader("x-ratelimit-retry-after", Long.toString(seconds))
        .end();
  }
}
