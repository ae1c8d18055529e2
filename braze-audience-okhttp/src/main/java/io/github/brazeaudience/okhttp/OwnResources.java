package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.policy.ConcurrencyPolicy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** Threads and connections of one transport, and the client that uses them. */
final class OwnResources {
  /**
   * Maximum number of concurrent exchanges, as many as a forwarder may have in flight. OkHttp's
   * default is 5 per host.
   */
  static final int MAX_EXCHANGES = ConcurrencyPolicy.LARGEST;

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Shorter than that of a server, because a request on a connection that the server has closed
   * fails and is not sent again.
   */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** Interval of HTTP/2 pings. A connection that does not respond is closed. */
  static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private final ExecutorService executor;
  private final ConnectionPool connections;

  OwnResources() {
    this.executor = new ExchangeExecutor();
    this.connections = new ConnectionPool(MAX_EXCHANGES, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
  }

  static OkHttpClient plainClient() {
    return NamingTrustManager.addTo(new OkHttpClient.Builder())
        .connectTimeout(CONNECT_TIMEOUT)
        .pingInterval(PING_INTERVAL)
        .build();
  }

  /**
   * Returns a client with the settings of another one, with separate resources and without retries,
   * redirects, cookies or a cache.
   */
  OkHttpClient clientLike(OkHttpClient base) {
    Dispatcher dispatcher = new Dispatcher(executor);
    dispatcher.setMaxRequests(MAX_EXCHANGES);
    dispatcher.setMaxRequestsPerHost(MAX_EXCHANGES);
    OkHttpClient.Builder builder = base.newBuilder();
    builder.interceptors().add(0, ApplicationFailure.catcher());
    return builder
        .dispatcher(dispatcher)
        .connectionPool(connections)
        .socketFactory(new NoDelaySocketFactory(base.socketFactory()))
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .addInterceptor(new RequestTimeouts())
        .addInterceptor(
            new ConnectObserver(new ConnectFailures(base.proxy(), base.proxySelector())))
        .addNetworkInterceptor(new SendGate())
        .build();
  }

  void close() {
    executor.shutdown();
    connections.evictAll();
  }
}
