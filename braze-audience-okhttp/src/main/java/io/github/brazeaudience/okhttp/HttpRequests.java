package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.util.Map;
import okhttp3.HttpUrl;
import okhttp3.Request;
import okhttp3.RequestBody;
import org.jspecify.annotations.Nullable;

/** Converts requests to those of OkHttp. */
final class HttpRequests {
  /** The last URL, because a forwarder posts to one URL and parsing it takes microseconds. */
  private static volatile @Nullable ParsedUrl last;

  private record ParsedUrl(URI uri, HttpUrl url) {}

  private HttpRequests() {}

  /**
   * Converts a request.
   *
   * @throws TransportException if HTTP does not allow it; without OkHttp's own exception, which
   *     quotes the header
   */
  static Request from(TransportRequest request, OkHttpExchange exchange) throws TransportException {
    HttpUrl url = url(request.uri());
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

  private static HttpUrl url(URI uri) throws TransportException {
    ParsedUrl known = last;
    if (known != null && known.uri().equals(uri)) {
      return known.url();
    }
    HttpUrl url = HttpUrl.parse(uri.toString());
    if (url == null) {
      throw notSent("`" + uri + "` is not an address of http or https");
    }
    last = new ParsedUrl(uri, url);
    return url;
  }

  /** {@return the body, or null because OkHttp allows none in a GET request} */
  private static @Nullable RequestBody body(TransportRequest request, OkHttpExchange exchange) {
    return request.method().equals("GET") ? null : new OneShotBody(request, exchange.sending());
  }

  private static TransportException notSent(String message) {
    return new TransportException(message, Delivery.NOT_SENT);
  }
}
