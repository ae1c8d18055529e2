package io.github.brazeaudience.okhttp;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.net.InetAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import mockwebserver3.MockWebServer;

/** Test requests and helpers for their results. */
final class Requests {
  private Requests() {}

  static MockWebServer started(MockWebServer server) throws Exception {
    server.start(InetAddress.getByName("localhost"), 0);
    return server;
  }

  static TransportRequest to(MockWebServer server) {
    return to("http://localhost:" + server.getPort() + "/users/track");
  }

  static TransportRequest to(String address) {
    return TransportRequest.post(
        URI.create(address),
        Map.of("Authorization", "Bearer key", "Content-Type", "application/json"),
        List.of("{\"attributes\":[]}".getBytes(StandardCharsets.UTF_8)));
  }

  static TransportResponse answer(Exchange exchange) throws Exception {
    return exchange.response().toCompletableFuture().get(30, SECONDS);
  }

  /** What the stage of an exchange completed with, which is expected to be a throwable. */
  static Throwable failure(Exchange exchange) {
    ExecutionException thrown =
        assertThatExceptionOfType(ExecutionException.class)
            .isThrownBy(() -> answer(exchange))
            .actual();
    return Objects.requireNonNull(thrown.getCause(), "what the stage completed with");
  }

  static TransportException transportFailure(Exchange exchange) {
    return (TransportException) failure(exchange);
  }
}
