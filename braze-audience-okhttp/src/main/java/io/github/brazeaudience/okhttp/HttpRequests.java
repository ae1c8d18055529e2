package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Converts requests to those of OkHttp. */
final class HttpRequests {
  private HttpRequests() {}

  /**
   * Converts a request.
   *
   * @throws TransportException if HTTP does not allow it; without OkHttp's own exception, which
   *     quotes the header
   */
  static Request from(TransportRequest request, OkHttpExchange exchange) throws TransportException {
    HttpUrl url = HttpUrl.parse(request.uri().toString());
    if (url == null) {
      throw notSent("`" + request.uri() + "` is not an address of http or https");
    }
    Request.Builder builder =
        new Request.Builder()
            .url(url)
            .method(request.method(), body(request, exchange))
            .tag(OkHttpExchange.class, exchange);
    for (Map.Entry<String, String> header : request.headers().entrySet()) {
      try {
        builder.header(header.getKey(), header.getValue());
      } catch (IllegalArgumentException e) {
        throw notSent("header `" + header.getKey() + "` has a character that HTTP does not allow");
      }
    }
    return builder.build();
  }

  /** {@return the body, or null because OkHttp allows none in a GET request} */
  private static @Nullable RequestBody body(TransportRequest request, OkHttpExchange exchange) {
    return request.method().equals("GET") ? null : new OneShotBody(request, exchange.sending());
  }

  private static TransportException notSent(String message) {
    return new TransportException(message, Delivery.NOT_SENT);
  }
}
