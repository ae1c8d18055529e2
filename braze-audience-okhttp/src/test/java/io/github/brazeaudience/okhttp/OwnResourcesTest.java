package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.answer;
import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import okhttp3.Authenticator;
import okhttp3.CookieJar;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Client, threads and concurrency limit of the transport. */
class OwnResourcesTest {
  @Test
  void clientLike_plainClient_disablesRetriesAndRedirects() {
    OwnResources resources = new OwnResources();
    OkHttpClient client = resources.clientLike(OwnResources.plainClient());

    assertThat(client.retryOnConnectionFailure()).isFalse();
    assertThat(client.followRedirects()).isFalse();
    assertThat(client.followSslRedirects()).isFalse();
    assertThat(client.authenticator()).isSameAs(Authenticator.NONE);
    assertThat(client.cookieJar()).isSameAs(CookieJar.NO_COOKIES);
    assertThat(client.cache()).isNull();
    assertThat(client.dispatcher().getMaxRequests()).isEqualTo(256);
    assertThat(client.dispatcher().getMaxRequestsPerHost()).isEqualTo(256);
    assertThat(client.connectTimeoutMillis()).isEqualTo(10_000);
    assertThat(client.pingIntervalMillis()).isEqualTo(10_000);
    resources.close();
  }

  @Test
  void clientLike_plainClient_disablesNagle() throws Exception {
    OwnResources resources = new OwnResources();

    try (Socket socket =
        resources.clientLike(OwnResources.plainClient()).socketFactory().createSocket()) {
      assertThat(socket.getTcpNoDelay()).isTrue();
    }
    resources.close();
  }

  /** OkHttp renames the thread while an exchange runs. */
  @Test
  void clientLike_plainClient_runsExchangesOnDaemonThreads() throws Exception {
    OwnResources resources = new OwnResources();
    OkHttpClient client = resources.clientLike(OwnResources.plainClient());

    Thread thread = client.dispatcher().executorService().submit(Thread::currentThread).get();

    assertThat(thread.getName()).startsWith("braze-audience-okhttp-");
    assertThat(thread.isDaemon()).isTrue();
    resources.close();
  }

  @Test
  void abort_queuedExchange_failsImmediatelyAndSendsNothing() throws Exception {
    CountDownLatch arrived = new CountDownLatch(256);
    CountDownLatch aborted = new CountDownLatch(1);
    try (MockWebServer server = new MockWebServer();
        var transport = OkHttpBrazeTransport.create()) {
      server.setDispatcher(
          new Dispatcher() {
            @Override
            public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
              arrived.countDown();
              aborted.await();
              return new MockResponse.Builder().build();
            }
          });
      started(server);
      List<Exchange> running =
          Stream.generate(() -> transport.start(Requests.to(server))).limit(256).toList();
      assertThat(arrived.await(60, SECONDS)).isTrue();
      Exchange waiting = transport.start(Requests.to(server));

      waiting.abort();

      assertThat(transportFailure(waiting).delivery()).isEqualTo(Delivery.NOT_SENT);
      aborted.countDown();
      for (Exchange exchange : running) {
        assertThat(answer(exchange).status()).isEqualTo(200);
      }
      assertThat(server.getRequestCount()).isEqualTo(256);
    } finally {
      aborted.countDown();
    }
  }

  @Test
  void toString_openAndClosed_hasExchangesAndState() {
    OkHttpBrazeTransport transport = OkHttpBrazeTransport.create();

    assertThat(transport).hasToString("OkHttpBrazeTransport[0 in flight]");
    transport.close();
    assertThat(transport).hasToString("OkHttpBrazeTransport[0 in flight, closed]");
  }
}
