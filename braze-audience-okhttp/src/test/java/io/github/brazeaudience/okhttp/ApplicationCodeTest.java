package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.answer;
import static io.github.brazeaudience.okhttp.Requests.failure;
import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.function.Function;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Delivery of requests with interceptors and listeners of the application. */
class ApplicationCodeTest {
  @ParameterizedTest
  @EnumSource(ApplicationCode.class)
  void start_responseLost_failsUnknown(ApplicationCode code) throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.using(code.client())) {
      var lost = new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build();
      server.enqueue(lost);
      server.enqueue(lost);

      var failure = transportFailure(transport.start(Requests.to(server)));

      assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
      assertThat(failure.isPermanent()).isFalse();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = ApplicationCode.class,
      mode = Mode.EXCLUDE,
      names = "CALLS_ANOTHER_CLIENT_WITH_A_COPY")
  void start_connectionRefused_failsNotSent(ApplicationCode code) throws Exception {
    assertThat(deliveryIfRefused(code)).isEqualTo(Delivery.NOT_SENT);
  }

  /** The transport cannot observe the request of another client. */
  @Test
  void start_connectionOfAnotherClientRefused_failsUnknown() throws Exception {
    assertThat(deliveryIfRefused(ApplicationCode.CALLS_ANOTHER_CLIENT_WITH_A_COPY))
        .isEqualTo(Delivery.UNKNOWN);
  }

  private static Delivery deliveryIfRefused(ApplicationCode code) throws Exception {
    try (Socket bound = new Socket();
        var transport = OkHttpBrazeTransport.using(code.client())) {
      // Bound but not listening.
      bound.bind(new InetSocketAddress(InetAddress.getByName("localhost"), 0));
      String address = "http://localhost:" + bound.getLocalPort() + "/users/track";
      return transportFailure(transport.start(Requests.to(address))).delivery();
    }
  }

  @ParameterizedTest
  @EnumSource(ApplicationCode.class)
  void start_retryableResponse_isSentOnce(ApplicationCode code) throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.using(code.client())) {
      server.enqueue(new MockResponse.Builder().code(503).addHeader("Retry-After", "0").build());
      server.enqueue(new MockResponse.Builder().code(201).build());

      assertThat(answer(transport.start(Requests.to(server))).status())
          .isEqualTo(code == ApplicationCode.CALLS_ANOTHER_CLIENT_WITH_A_COPY ? 201 : 503);
    }
  }

  /** Another client sends the request after the first one failed, and loses its response. */
  @Test
  void start_fallbackAfterRefusedConnection_failsUnknown() throws Exception {
    try (MockWebServer server = started(new MockWebServer())) {
      server.enqueue(
          new MockResponse.Builder().onResponseStart(new SocketEffect.CloseSocket()).build());
      OkHttpClient client =
          new OkHttpClient.Builder()
              .addInterceptor(
                  chain -> {
                    Request copy = chain.request().newBuilder().url(server.url("/")).build();
                    try {
                      return chain.proceed(chain.request());
                    } catch (IOException e) {
                      return new OkHttpClient().newCall(copy).execute();
                    }
                  })
              .build();
      try (var transport = OkHttpBrazeTransport.using(client)) {
        var failure = transportFailure(transport.start(Requests.to("http://braze.invalid/")));
        assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
      }
    }
  }

  @Test
  void start_successFromCache_failsNotSentPermanently() {
    try (var transport = OkHttpBrazeTransport.using(answering(201))) {
      var failure = transportFailure(transport.start(Requests.to("http://localhost:1/")));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure.isPermanent()).isTrue();
      assertThat(failure).hasMessageContaining("answered 201 without sending");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 503})
  void start_errorStatusFromInterceptor_isReturned(int status) throws Exception {
    try (var transport = OkHttpBrazeTransport.using(answering(status))) {
      assertThat(answer(transport.start(Requests.to("http://localhost:1/"))).status())
          .isEqualTo(status);
    }
  }

  @Test
  void start_successWithConsumedBody_failsUnknownPermanently() throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.using(consuming())) {
      server.enqueue(new MockResponse.Builder().code(201).body("{}").build());

      var failure = transportFailure(transport.start(Requests.to(server)));

      assertThat(failure.delivery()).isEqualTo(Delivery.UNKNOWN);
      assertThat(failure.isPermanent()).isTrue();
      assertThat(failure).hasMessageContaining("consumed the body of a response with status 201");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 429, 503})
  void start_errorStatusWithConsumedBody_isReturned(int status) throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.using(consuming())) {
      server.enqueue(new MockResponse.Builder().code(status).body("{}").build());

      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(status);
    }
  }

  private static OkHttpClient consuming() {
    return interceptor(
            chain -> {
              Response response = chain.proceed(chain.request());
              response.body().string();
              return response;
            })
        .apply(new OkHttpClient.Builder())
        .build();
  }

  private static OkHttpClient answering(int status) {
    return interceptor(
            chain ->
                new Response.Builder()
                    .request(chain.request())
                    .protocol(Protocol.HTTP_1_1)
                    .code(status)
                    .message("made up")
                    .body(ResponseBody.create("{\"message\":\"success\"}", null))
                    .build())
        .apply(new OkHttpClient.Builder())
        .build();
  }

  private static Function<OkHttpClient.Builder, OkHttpClient.Builder> interceptor(
      Interceptor interceptor) {
    return builder -> builder.addInterceptor(interceptor);
  }
}
