package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.util.Map;

/** Converts requests for the HTTP client of the JDK. */
final class HttpRequests {
  private HttpRequests() {}

  /**
   * Converts a request.
   *
   * @throws TransportException if the URI or a header is invalid. The client's exception is not its
   *     cause, because its message quotes the header value
   */
  static HttpRequest from(TransportRequest request, BodyPublisher body) throws TransportException {
    HttpRequest.Builder builder = HttpRequest.newBuilder().POST(body);
    try {
      builder.uri(request.uri());
    } catch (IllegalArgumentException e) {
      throw notSent("`" + request.uri() + "` is not an http or https URI");
    }
    if (request.uri().getScheme().equalsIgnoreCase("http")) {
      // Otherwise the client requests an upgrade to HTTP/2, which few cleartext servers support.
      builder.version(HttpClient.Version.HTTP_1_1);
    }
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      try {
        builder.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw notSent(
            "header `" + header.getKey() + "` contains a character that HTTP does not allow");
      }
    }
    return builder.build();
  }

  private static TransportException notSent(String message) {
    return new TransportException(message, Delivery.NOT_SENT);
  }
}
