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
 * Transport over the HTTP client of the JDK. It needs no library and uses HTTP/2 if the server
 * supports it.
 *
 * <p>By default the client does not follow redirects or request compression. It repeats a POST on a
 * broken connection only if the system property {@code jdk.httpclient.enableAllMethodRetry} is set.
 * A repeated request does not get past its headers, because {@link OneShotBodyPublisher} publishes
 * the body once.
 *
 * <p>Thread-safe.
 */
public final class JdkHttpBrazeTransport implements BrazeTransport {
  private final HttpClient client;
  private final Set<JdkHttpExchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private JdkHttpBrazeTransport(HttpClient client) {
    this.client = client;
  }

  /**
   * Creates a transport with its own client and a connect timeout of 10 seconds. The threads of the
   * client are daemon threads; they end after the transport has become unreachable.
   */
  public static JdkHttpBrazeTransport create() {
    return using(HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build());
  }

  /**
   * Creates a transport with a client of the application, for example for its proxy or TLS
   * settings. The transport does not close the client. The client should not follow redirects or
   * have an authenticator, because both send a request more than once.
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
    return "JdkHttpBrazeTransport[%d in flight%s]"
        .formatted(inFlight.size(), closed ? ", closed" : "");
  }
}
