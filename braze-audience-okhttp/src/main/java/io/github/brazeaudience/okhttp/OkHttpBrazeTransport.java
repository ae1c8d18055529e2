package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.Proxy;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import okhttp3.OkHttpClient;

/**
 * Transport over OkHttp 5 that performs one HTTP exchange per request. It disables OkHttp's
 * retries, redirects, cookies and cache. Its threads are daemons.
 *
 * <p>Up to {@value ConcurrencyPolicy#LARGEST} exchanges run at once, over HTTP/2 where the server
 * offers it and HTTP/1.1 elsewhere; further ones wait. An idle connection is closed after 30
 * seconds, before the server closes it.
 *
 * <p>Thread-safe. One instance is enough for any number of forwarders.
 *
 * <p>An exchange that is started while the response of another one is handled runs on the same
 * thread afterwards. Code that handles a response must not wait for another exchange.
 */
public final class OkHttpBrazeTransport implements BrazeTransport {
  private final OwnResources resources;
  private final OkHttpClient client;
  private final Set<OkHttpExchange> inFlight = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  private OkHttpBrazeTransport(OkHttpClient base) {
    this.resources = new OwnResources();
    this.client = resources.clientLike(base);
  }

  /**
   * Returns a transport with its own OkHttp client. The connect timeout is 10 seconds; the limit of
   * the whole exchange is {@link TransportRequest#timeout}.
   *
   * @throws IllegalStateException if the class path has an incompatible okio; the message names it
   *     and states what to do
   */
  public static OkHttpBrazeTransport create() {
    LinkCheck.run();
    return new OkHttpBrazeTransport(OwnResources.plainClient());
  }

  /**
   * Returns a transport like that of {@link #create()} that connects through a proxy. Requests over
   * https go through a tunnel ({@code CONNECT}), so the proxy sees the host but not the key or the
   * users. For a proxy that asks for a user name and password, pass a client with a proxy
   * authenticator to {@link #using}.
   *
   * <p>Without this setting the proxy of the JVM is used, which the system properties {@code
   * https.proxyHost} and {@code https.proxyPort} name. {@link Proxy#NO_PROXY} connects directly.
   *
   * @param proxy the proxy; its address may be unresolved, see {@link
   *     java.net.InetSocketAddress#createUnresolved}
   * @return a new transport
   * @throws IllegalStateException if the class path has an incompatible okio; the message names it
   *     and states what to do
   */
  public static OkHttpBrazeTransport create(Proxy proxy) {
    Objects.requireNonNull(proxy, "proxy");
    LinkCheck.run();
    return new OkHttpBrazeTransport(OwnResources.plainClient().newBuilder().proxy(proxy).build());
  }

  /**
   * Returns a transport with the settings of the application's client: its proxy and proxy
   * authentication, TLS, DNS, connect timeout, interceptors and event listeners. The transport does
   * not modify or close the client. Its dispatcher, connection pool, cache, cookies, authenticator,
   * redirects, retries, and read, write and call timeouts are not used.
   *
   * <p>An interceptor of the client that retries requests also does so here, and the forwarder does
   * not notice. An exchange counts as not sent only if no interceptor has read the body, or if
   * OkHttp could not connect. An interceptor that returns 2xx without sending the request, or that
   * throws an exception which is not caused by an {@code IOException}, fails the exchange, and the
   * forwarder does not retry it.
   *
   * @throws IllegalStateException if the class path has an incompatible okio; the message names it
   *     and states what to do
   */
  public static OkHttpBrazeTransport using(OkHttpClient client) {
    Objects.requireNonNull(client, "client");
    LinkCheck.run();
    return new OkHttpBrazeTransport(client);
  }

  /**
   * {@inheritDoc}
   *
   * <p>If the class path has libraries that are incompatible with OkHttp, the stage completes with
   * the {@link LinkageError}, which a retry does not fix.
   */
  @Override
  public Exchange start(TransportRequest request) {
    OkHttpExchange exchange = new OkHttpExchange(request, inFlight::remove);
    inFlight.add(exchange);
    if (closed) {
      exchange.fail(new TransportException("the transport is closed", Delivery.NOT_SENT));
    } else {
      exchange.startOn(client);
    }
    return exchange;
  }

  /** {@inheritDoc} The transport owns its threads and connections, also with {@link #using}. */
  @Override
  public void close() {
    closed = true;
    inFlight.forEach(OkHttpExchange::abort);
    resources.close();
  }

  @Override
  public String toString() {
    return "OkHttpBrazeTransport[%s in flight%s]"
        .formatted(inFlight.size(), closed ? ", closed" : "");
  }
}
