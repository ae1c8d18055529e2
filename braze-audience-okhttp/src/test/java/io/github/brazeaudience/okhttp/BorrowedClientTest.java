package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.answer;
import static io.github.brazeaudience.okhttp.Requests.failure;
import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.Call;
import okhttp3.Cookie;
import okhttp3.CookieJar;
import okhttp3.EventListener;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Settings of the application's client that the transport uses or ignores. */
class BorrowedClientTest {
  private final MockWebServer server = new MockWebServer();

  @BeforeEach
  void startServer() throws Exception {
    started(server);
  }

  @AfterEach
  void closeServer() {
    server.close();
  }

  @Test
  void close_clientOfTheApplication_worksOnWithItsOwnLimits() throws Exception {
    OkHttpClient client = new OkHttpClient();
    server.enqueue(new MockResponse.Builder().build());
    server.enqueue(new MockResponse.Builder().code(202).build());

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(200);
    }

    assertThat(client.dispatcher().executorService().isShutdown()).isFalse();
    assertThat(client.dispatcher().getMaxRequests()).isEqualTo(64);
    assertThat(client.dispatcher().getMaxRequestsPerHost()).isEqualTo(5);
    assertThat(client.connectionPool().connectionCount()).isZero();
    Request request = new Request.Builder().url(server.url("/")).build();
    try (var response = client.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(202);
    }
  }

  @Test
  void start_socketFactoryOfTheApplication_isUsedAndItsSocketsDoNotDelay() throws Exception {
    Queue<Socket> sockets = new ConcurrentLinkedQueue<>();
    OkHttpClient client =
        new OkHttpClient.Builder().socketFactory(new RecordingSockets(sockets)).build();
    server.enqueue(new MockResponse.Builder().build());

    try (var transport = OkHttpBrazeTransport.using(client)) {
      answer(transport.start(Requests.to(server)));

      assertThat(sockets).hasSize(1);
      assertThat(sockets.element().getTcpNoDelay()).isTrue();
    }
  }

  @Test
  void start_eventListenerOfTheApplication_seesTheCall() throws Exception {
    Queue<String> events = new ConcurrentLinkedQueue<>();
    EventListener listener =
        new EventListener() {
          @Override
          public void requestHeadersStart(Call call) {
            events.add("headers");
          }

          @Override
          public void requestBodyEnd(Call call, long byteCount) {
            events.add("body of " + byteCount);
          }
        };
    OkHttpClient client = new OkHttpClient.Builder().eventListener(listener).build();
    server.enqueue(new MockResponse.Builder().build());

    try (var transport = OkHttpBrazeTransport.using(client)) {
      answer(transport.start(Requests.to(server)));
    }

    assertThat(events).containsExactly("headers", "body of 17");
  }

  @Test
  void start_authenticatorAndCookiesOfTheApplication_areNotUsed() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .authenticator(
                (route, response) ->
                    response.request().newBuilder().header("Authorization", "other").build())
            .cookieJar(new OneCookie())
            .build();
    server.enqueue(new MockResponse.Builder().code(401).build());

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(401);
    }

    assertThat(server.getRequestCount()).isEqualTo(1);
    assertThat(server.takeRequest().getHeaders().get("Cookie")).isNull();
  }

  /** Its own read timeout is for its own requests; ours may take as long as the forwarder says. */
  @Test
  void start_readTimeoutOfTheApplication_isNotUsed() throws Exception {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .readTimeout(Duration.ofMillis(1))
            .callTimeout(Duration.ofMillis(1))
            .build();
    server.enqueue(new MockResponse.Builder().headersDelay(100, TimeUnit.MILLISECONDS).build());

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(200);
    }
  }

  @Test
  void start_linkageErrorInOkHttp_isTheResultItself() {
    NoSuchMethodError error = new NoSuchMethodError("okio.Okio.socket");
    OkHttpClient client =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw error;
                })
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(failure(transport.start(Requests.to(server)))).isSameAs(error);
    }
  }

  @Test
  void start_errorAsTheCallIsMade_isTheResultItself() {
    NoSuchMethodError error = new NoSuchMethodError("okio.Okio.socket");
    OkHttpClient client =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  throw error;
                })
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(failure(transport.start(Requests.to(server)))).isSameAs(error);
    }
  }

  @Test
  void start_exceptionInTheApplicationsCode_isAFailureThatWasNotSent() {
    OkHttpClient client =
        new OkHttpClient.Builder()
            .eventListenerFactory(
                call -> {
                  throw new IllegalStateException("of the application");
                })
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      var failure = transportFailure(transport.start(Requests.to(server)));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure).hasRootCauseMessage("of the application");
    }
  }

  private static final class OneCookie implements CookieJar {
    @Override
    public void saveFromResponse(HttpUrl url, List<Cookie> cookies) {}

    @Override
    public List<Cookie> loadForRequest(HttpUrl url) {
      return List.of(new Cookie.Builder().name("a").value("b").domain("localhost").build());
    }
  }

  private static final class RecordingSockets extends SocketFactory {
    private final Queue<Socket> made;

    RecordingSockets(Queue<Socket> made) {
      this.made = made;
    }

    @Override
    public Socket createSocket() {
      Socket socket = new Socket();
      made.add(socket);
      return socket;
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
      throw new IOException("OkHttp connects by itself");
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort)
        throws IOException {
      throw new IOException("OkHttp connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
      throw new IOException("OkHttp connects by itself");
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
        throws IOException {
      throw new IOException("OkHttp connects by itself");
    }
  }
}
