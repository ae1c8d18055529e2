package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.policy.ConcurrencyPolicy;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.Authenticator;
import okhttp3.ConnectionPool;
import okhttp3.CookieJar;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/** The threads and connections of one transport, and the client that uses them. */
final class OwnResources {
  /**
   * As many exchanges run at once as a forwarder may have in flight; OkHttp's own limit is 5 for
   * each host.
   */
  static final int MAX_EXCHANGES = ConcurrencyPolicy.LARGEST;

  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  /**
   * Shorter than a server's: a connection that it has closed fails the next request, which may not
   * be sent again.
   */
  static final Duration KEEP_ALIVE = Duration.ofSeconds(30);

  /** How often a used HTTP/2 connection is asked for a sign of life; without one it is given up. */
  static final Duration PING_INTERVAL = Duration.ofSeconds(10);

  private final ExecutorService executor;
  private final ConnectionPool connections;

  OwnResources() {
    AtomicInteger number = new AtomicInteger();
    this.executor =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            KEEP_ALIVE.toSeconds(),
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            task -> {
              Thread thread = new Thread(task, "braze-audience-okhttp-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    this.connections = new ConnectionPool(MAX_EXCHANGES, KEEP_ALIVE.toSeconds(), TimeUnit.SECONDS);
  }

  static OkHttpClient plainClient() {
    return new OkHttpClient.Builder()
        .connectTimeout(CONNECT_TIMEOUT)
        .pingInterval(PING_INTERVAL)
        .build();
  }

  /**
   * A client with the settings of another one, but none of its resources and none of its own
   * initiative.
   */
  OkHttpClient clientLike(OkHttpClient base) {
    Dispatcher dispatcher = new Dispatcher(executor);
    dispatcher.setMaxRequests(MAX_EXCHANGES);
    dispatcher.setMaxRequestsPerHost(MAX_EXCHANGES);
    return base.newBuilder()
        .dispatcher(dispatcher)
        .connectionPool(connections)
        .socketFactory(new NoDelaySocketFactory(base.socketFactory()))
        .retryOnConnectionFailure(false)
        .followRedirects(false)
        .followSslRedirects(false)
        .authenticator(Authenticator.NONE)
        .cookieJar(CookieJar.NO_COOKIES)
        .cache(null)
        .eventListenerFactory(
            call -> base.eventListenerFactory().create(call).plus(new StatusListener()))
        .addInterceptor(new RequestTimeouts())
        .addNetworkInterceptor(new SendGate())
        .build();
  }

  void close() {
    executor.shutdown();
    connections.evictAll();
  }
}
