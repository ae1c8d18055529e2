package io.github.brazeaudience.benchmarks.server;

import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongConsumer;

/** Returns the counters for a GET, and reads any other request before it responds. */
final class RequestHandler implements Handler<HttpServerRequest> {
  private static final Buffer SUCCESS =
      Buffer.buffer("{\"message\":\"success\",\"attributes_processed\":75}");

  private final RequestCounts counts;
  private final ResponsePolicy policy;

  /** Decides when and how to respond to a request. */
  interface ResponsePolicy {
    /** Calls one of the arguments, now or later; {@code throttle} takes the seconds to wait. */
    void respond(Runnable success, LongConsumer throttle);
  }

  RequestHandler(RequestCounts counts, ResponsePolicy policy) {
    this.counts = counts;
    this.policy = policy;
  }

  @Override
  public void handle(HttpServerRequest request) {
    if (request.method().equals(HttpMethod.GET)) {
      request.response().end(counts.json().toBuffer());
      return;
    }
    request.handler(part -> counts.received(part.length()));
    request.endHandler(
        end -> policy.respond(() -> succeed(request), seconds -> throttle(request, seconds)));
  }

  private static void succeed(HttpServerRequest request) {
    request
        .response()
        .setStatusCode(201)
        .putHeader("content-type", "application/json")
        .end(SUCCESS);
  }

  private void throttle(HttpServerRequest request, long seconds) {
    counts.throttled();
    request
        .response()
        .setStatusCode(429)
        .putHeader("x-ratelimit-retry-after", Long.toString(seconds))
        .end();
  }
}
