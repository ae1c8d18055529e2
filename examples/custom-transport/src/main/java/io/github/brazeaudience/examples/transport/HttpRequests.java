package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Map;

/** Creates requests for the JDK's HTTP client. */
final class HttpRequests {
  private HttpRequests() {}

  /**
   * Translates a request.
   *
   * @throws TransportException if HTTP does not allow it. The client's own exception is left out,
   *     because it quotes the header
   */
  static HttpRequest from(TransportRequest request, BodyPublisher body) throws TransportException {
    HttpRequest.Builder builder =
        request.method().equals("GET")
            ? HttpRequest.newBuilder().GET()
            : HttpRequest.newBuilder().POST(body);
    try {
      builder.uri(request.uri());
    } catch (IllegalArgumentException e) {
      throw notSent("`" + request.uri() + "` is not an address of http or https");
    }
    if (request.uri().getScheme().equalsIgnoreCase("http")) {
      // Avoids an upgrade request to HTTP/2, which few cleartext servers support.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      try {
        builder.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw notSent("header `" + header.getKey() + "` has a character that HTTP does not allow");
      }
    }
    return builder.build();
  }

  private static TransportException notSent(String message) {
    return new TransportException(message, Delivery.NOT_SENT);
  }
}
