package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Transport over the JDK's HTTP client, without other libraries. It uses HTTP/2 if the server
 * supports it. Thread-safe.
 *
 * <p>By default the client follows no redirects and requests no compression. It retries a POST on a
 * broken connection only if the system property {@code jdk.httpclient.enableAllMethodRetry} is set;
 * the retry then fails, because {@link OneShotBodyPublisher} provides the body only once.
 */
public final class JdkHttpBrazeTransport implements BrazeTransport {
  private final HttpClient client;
  private final Set<JdkHttpExchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private JdkHttpBrazeTransport(HttpClient client) {
    this.client = client;
  }

  /**
   * Returns a transport with its own client and a connect timeout of 10 seconds. Its threads are
   * daemons, which end after the transport becomes unreachable.
   */
  public static JdkHttpBrazeTransport create() {
    return using(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
  }

  /**
   * A transport with a client of the application, for its proxy or TLS settings. It should follow
   * no redirects and have no authenticator: both send a request more than once.
   *
   * @param client the client; it stays the application's
   * @return a new transport
   */
  public static JdkHttpBrazeTransport using(HttpClient client) {
    return new JdkHttpBrazeTransport(Objects.requireNonNull(client, "client"));
  }

  @Override
  public Exchange start(TransportRequest request) {
    JdkHttpExchange exchange = new JdkHttpExchange(request, inFlight::remove);
    inFlight.add(exchange);
    if (closed) {
      exchange.fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
    } else {
      exchange.startOn(client);
    }
    return exchange;
  }

  @Override
  public void close() {
    closed = true;
    inFlight.forEach(JdkHttpExchange::abort);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "JdkHttpBrazeTransport[%d in flight%s]",
        inFlight.size(),
        closed ? ", closed" : "");
  }
}
