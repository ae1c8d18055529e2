package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.failure;
import static io.github.brazeaudience.okhttp.Requests.started;
import static io.github.brazeaudience.okhttp.Requests.transportFailure;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.SocketEffect;
import okhttp3.Call;
import okhttp3.Connection;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Exceptions of interceptors, listeners and other application code in the client. */
class ApplicationBugTest extends ThrowingApplication {
  private static final class Bug extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Bug() {
      super("secret-key");
    }
  }

  static List<Arguments> bugs() {
    return List.of(
        bug("interceptor before sending", Delivery.NOT_SENT, interceptor(chain -> fail())),
        bug(
            "interceptor before sending, after reading the body",
            Delivery.UNKNOWN,
            interceptor(
                chain -> {
                  chain.request().body().writeTo(new okio.Buffer());
                  return fail();
                })),
        bug(
            "interceptor after sending",
            Delivery.UNKNOWN,
            interceptor(
                chain -> {
                  chain.proceed(chain.request());
                  return fail();
                })),
        bug(
            "network interceptor before sending",
            Delivery.NOT_SENT,
            builder -> builder.addNetworkInterceptor(chain -> fail())),
        bug(
            "network interceptor that sends twice",
            Delivery.UNKNOWN,
            builder ->
                builder.addNetworkInterceptor(
                    chain -> {
                      chain.proceed(chain.request()).close();
                      return chain.proceed(chain.request());
                    }),
            IllegalStateException.class),
        bug(
            "name service",
            Delivery.NOT_SENT,
            builder ->
                builder.dns(
                    host -> {
                      throw new Bug();
                    })),
        bug(
            "factory of event listeners",
            Delivery.NOT_SENT,
            builder ->
                builder.eventListenerFactory(
                    call -> {
                      throw new Bug();
                    })),
        listenerBug("callStart", Delivery.NOT_SENT),
        listenerBug("dnsStart", Delivery.NOT_SENT),
        listenerBug("connectionAcquired", Delivery.NOT_SENT),
        listenerBug("requestHeadersStart", Delivery.UNKNOWN),
        listenerBug("responseHeadersEnd", Delivery.UNKNOWN),
        listenerBug("responseBodyEnd", Delivery.UNKNOWN));
  }

  /** Listener that throws at the events of some names. */
  private static final class ThrowingListener extends EventListener {
    private final List<String> events;

    ThrowingListener(String... events) {
      this.events = List.of(events);
    }

    private void at(String event) {
      if (events.contains(event)) {
        throw new Bug();
      }
    }

    @Override
    public void callStart(Call call) {
      at("callStart");
    }

    @Override
    public void dnsStart(Call call, String host) {
      at("dnsStart");
    }

    @Override
    public void connectionAcquired(Call call, Connection connection) {
      at("connectionAcquired");
    }

    @Override
    public void requestHeadersStart(Call call) {
      at("requestHeadersStart");
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
      at("responseHeadersEnd");
    }

    @Override
    public void responseBodyEnd(Call call, long byteCount) {
      at("responseBodyEnd");
    }

    @Override
    public void callFailed(Call call, IOException failure) {
      at("callFailed");
    }

    @Override
    public void canceled(Call call) {
      at("canceled");
    }
  }

  private static Arguments listenerBug(String event, Delivery delivery) {
    EventListener listener = new ThrowingListener(event);
    return bug("listener in " + event, delivery, builder -> builder.eventListener(listener));
  }

  private static Arguments bug(
      String name, Delivery delivery, Function<OkHttpClient.Builder, OkHttpClient.Builder> code) {
    return bug(name, delivery, code, Bug.class);
  }

  private static Arguments bug(
      String name,
      Delivery delivery,
      Function<OkHttpClient.Builder, OkHttpClient.Builder> code,
      Class<? extends Throwable> thrown) {
    return Arguments.of(name, delivery, code, thrown);
  }

  private static Response fail() {
    throw new Bug();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bugs")
  @ResourceLock(Resources.SYSTEM_ERR)
  void start_exceptionInApplicationCode_failsPermanentlyWithItsClassAndPrintsNothing(
      String name,
      Delivery delivery,
      Function<OkHttpClient.Builder, OkHttpClient.Builder> code,
      Class<? extends Throwable> thrown)
      throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try (MockWebServer server = started(new MockWebServer())) {
      server.enqueue(new MockResponse.Builder().code(201).body("{}").build());
      OkHttpClient client = code.apply(new OkHttpClient.Builder()).build();
      try (var transport = OkHttpBrazeTransport.using(client)) {
        var failure = transportFailure(transport.start(Requests.to(server)));

        assertThat(failure.isPermanent()).isTrue();
        assertThat(failure).hasMessageContaining(thrown.getName());
        assertThat(failure.getMessage()).doesNotContain("secret-key");
        assertThat(failure.delivery()).isEqualTo(delivery);
      }
    } finally {
      System.setErr(err);
    }
    // MockWebServer prints a line if a connection was not used.
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("Bug", "\tat ");
  }

  @Test
  @ResourceLock(Resources.SYSTEM_ERR)
  void start_listenerThrowsInCallFailed_printsNothing() throws Exception {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream err = System.err;
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    EventListener listener = new ThrowingListener("callFailed", "canceled");
    try (var transport =
        OkHttpBrazeTransport.using(new OkHttpClient.Builder().eventListener(listener).build())) {
      var failure = transportFailure(transport.start(Requests.to("http://braze.invalid/")));

      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      assertThat(failure.isPermanent()).isTrue();
    } finally {
      System.setErr(err);
    }
    // MockWebServer prints a line if a connection was not used.
    assertThat(printed.toString(StandardCharsets.UTF_8)).doesNotContain("Bug", "\tat ");
  }

  @Test
  void close_listenerThrowsInCanceled_completesAllExchanges() throws Exception {
    EventListener listener = new ThrowingListener("canceled");
    OkHttpClient client = new OkHttpClient.Builder().eventListener(listener).build();
    try (MockWebServer server = started(new MockWebServer())) {
      MockResponse stalled =
          new MockResponse.Builder().onResponseStart(SocketEffect.Stall.INSTANCE).build();
      server.enqueue(stalled);
      server.enqueue(stalled);
      var transport = OkHttpBrazeTransport.using(client);
      var exchanges = Stream.generate(() -> transport.start(Requests.to(server))).limit(2).toList();
      server.takeRequest();
      server.takeRequest();

      transport.close();

      for (var exchange : exchanges) {
        assertThat(transportFailure(exchange).delivery()).isEqualTo(Delivery.UNKNOWN);
      }
    }
  }
}
