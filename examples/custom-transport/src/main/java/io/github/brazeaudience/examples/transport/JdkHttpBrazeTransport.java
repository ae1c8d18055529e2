package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Transport over the JDK's HTTP client, without other libraries. It uses HTTP/2 if the server
 * supports it. Thread-safe.
 *
 * <p>By default the client follows no redirects and requests no compression. It retries a POST on a
 * broken connection only if the system property {@code jdk.httpclient.enableAllMethodRetry} is set;
 * the retry then fails, because the exchange provides the body only once.
 */
public final class JdkHttpBrazeTransport implements BrazeTransport {
  private final HttpClient client;
  private final Set<JdkHttpExchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private JdkHttpBrazeTransport(HttpClient client) {
    this.client = Objects.requireNonNull(client, "client");
  }

  /** Returns a transport with its own client, whose threads are daemons. */
  public static JdkHttpBrazeTransport create() {
    return using(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
  }

  /**
   * Returns a transport with a client of the application, for its proxy or TLS settings. It should
   * follow no redirects and have no authenticator: both send a request more than once.
   */
  public static JdkHttpBrazeTransport using(HttpClient client) {
    return new JdkHttpBrazeTransport(client);
  }

  @Override
  public Exchange start(TransportRequest request) {
    JdkHttpExchange exchange = new JdkHttpExchange(request, client);
    inFlight.add(exchange);
    if (closed) {
      exchange.fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
    } else {
      exchange.start();
    }
    var unused = exchange.response().whenComplete((response, failure) -> inFlight.remove(exchange));
    return exchange;
  }

  @Override
  public void close() {
    closed = true;
    inFlight.forEach(JdkHttpExchange::abort);
  }
}
