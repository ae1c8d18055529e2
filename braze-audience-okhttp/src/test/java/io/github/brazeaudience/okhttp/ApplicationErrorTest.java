package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.failure;
import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.IOException;
import java.io.UncheckedIOException;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import okhttp3.OkHttpClient;
import org.junit.jupiter.api.Test;

/** Errors that interceptors throw. */
class ApplicationErrorTest extends ThrowingApplication {
  /** An authorization server may be available again later. */
  @Test
  void start_uncheckedIoException_failsNotSentAndIsRetryable() {
    OkHttpClient client =
        interceptor(
                chain -> {
                  throw new IllegalStateException(new UncheckedIOException(new IOException("x")));
                })
            .apply(new OkHttpClient.Builder())
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      var failure = transportFailure(transport.start(Requests.to("http://localhost:1/")));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure.isPermanent()).isFalse();
    }
  }

  @Test
  void start_errorInInterceptor_failsPermanently() {
    OkHttpClient client =
        interceptor(
                chain -> {
                  throw new AssertionError("secret-key");
                })
            .apply(new OkHttpClient.Builder())
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      assertThat(transportFailure(transport.start(Requests.to("http://localhost:1/"))))
          .hasMessageContaining("java.lang.AssertionError")
          .satisfies(failure -> assertThat(failure.isPermanent()).isTrue());
    }
  }

  @Test
  void start_outOfMemory_isRetryable() {
    OkHttpClient client =
        interceptor(
                chain -> {
                  throw new OutOfMemoryError("unable to create native thread");
                })
            .apply(new OkHttpClient.Builder())
            .build();

    try (var transport = OkHttpBrazeTransport.using(client)) {
      var failure = transportFailure(transport.start(Requests.to("http://localhost:1/")));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure.isPermanent()).isFalse();
    }
  }

  @Test
  void start_linkageErrorAfterSending_isReturnedUnwrapped() throws Exception {
    NoSuchMethodError error = new NoSuchMethodError("okio.Okio.socket");
    OkHttpClient client =
        interceptor(
                chain -> {
                  chain.proceed(chain.request()).close();
                  throw error;
                })
            .apply(new OkHttpClient.Builder())
            .build();
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.using(client)) {
      server.enqueue(new MockResponse.Builder().build());

      assertThat(failure(transport.start(Requests.to(server)))).isSameAs(error);
    }
  }
}
