package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that a transport that cannot start or complete an exchange affects outcomes but never
 * blocks a call.
 */
class HostileTransportTest extends HostileTransportFixture {
  private static Arguments brokenStart(
      String what, BrokenStart broken, Class<?> outcome, Reason reason, int attempts) {
    return Arguments.of(what, broken, outcome, reason, attempts);
  }

  private static BrokenStart fails(Throwable failure) {
    return request -> simple(CompletableFuture.failedFuture(failure));
  }

  private static Exchange simple(CompletionStage<TransportResponse> response) {
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {}
    };
  }

  private static BrokenStart throwsAtOnce(Throwable thrown) {
    return request -> SneakyThrow.<Exchange, RuntimeException>sneakyThrow(thrown);
  }

  @NullUnmarked
  private static Exchange givesNull(TransportRequest request) {
    return null;
  }

  @NullUnmarked
  private static Exchange givesNullStage(TransportRequest request) {
    return simple(null);
  }

  @NullUnmarked
  private static Exchange completesWithNull(TransportRequest request) {
    return simple(CompletableFuture.completedFuture(null));
  }

  /** Uses the blocking adapter with the headers of a {@code URLConnection}. */
  @NullUnmarked
  private static BrokenStart responds(int status, byte[] body) {
    Map<String, List<String>> headers = new HashMap<>();
    headers.put(null, List.of("HTTP/1.1 " + status));
    headers.put("X-Null", null);
    headers.put("X-Nulls", Collections.singletonList(null));
    BrazeTransport blocking =
        BrazeTransport.blocking(
            request -> TransportResponse.of(status, headers, body), Runnable::run);
    return blocking::start;
  }

  private static TransportException connect(ConnectFailure failure) {
    return new TransportException("simulated", failure, null);
  }

  private static Throwable cyclicCauses() {
    ExecutionException inner = new ExecutionException("inner") {};
    CompletionException outer = new CompletionException(inner);
    inner.initCause(outer);
    return outer;
  }

  static Stream<Arguments> brokenStarts() {
    Class<?> open = Unconfirmed.class;
    return Stream.of(
        brokenStart(
            "start throws", throwsAtOnce(new IllegalStateException()), open, Reason.NO_ANSWER, 1),
        brokenStart(
            "start throws an error", throwsAtOnce(new AssertionError()), open, Reason.NO_ANSWER, 1),
        brokenStart(
            "start throws a linkage error",
            throwsAtOnce(new NoSuchMethodError()),
            open,
            Reason.NO_ANSWER,
            1),
        brokenStart(
            "start throws an undeclared exception",
            throwsAtOnce(new IOException()),
            open,
            Reason.NO_ANSWER,
            3),
        brokenStart(
            "start throws NOT_SENT",
            throwsAtOnce(new TransportException("refused", Delivery.NOT_SENT)),
            NotSent.class,
            Reason.UNREACHABLE,
            3),
        brokenStart(
            "the proxy cannot be reached",
            fails(connect(ConnectFailure.proxyUnreachable("proxy.local", 3128))),
            NotSent.class,
            Reason.UNREACHABLE,
            3),
        brokenStart(
            "the proxy refuses the tunnel",
            fails(connect(ConnectFailure.proxyRefused("proxy.local", 3128, 407))),
            NotSent.class,
            Reason.UNREACHABLE,
            3),
        brokenStart(
            "the certificate is not trusted",
            fails(connect(ConnectFailure.untrustedCertificate("CN=braze"))),
            NotSent.class,
            Reason.UNREACHABLE,
            1),
        brokenStart(
            "a cause that throws",
            fails(
                new CompletionException(new IOException()) {
                  @Override
                  public synchronized Throwable getCause() {
                    throw new IllegalStateException("no cause");
                  }
                }),
            open,
            Reason.UNREADABLE_ANSWER,
            3),
        brokenStart("no body", responds(201, null), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 0", responds(0, SUCCESS), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 99", responds(99, SUCCESS), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 101", responds(101, SUCCESS), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status -1", responds(-1, SUCCESS), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 1000", responds(1000, SUCCESS), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 204", responds(204, new byte[0]), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart("status 205", responds(205, new byte[0]), open, Reason.UNREADABLE_ANSWER, 3),
        brokenStart(
            "status 407", responds(407, new byte[0]), NotSent.class, Reason.ENDPOINT_REFUSED, 1),
        brokenStart("cyclic causes", fails(cyclicCauses()), open, Reason.NO_ANSWER, 1),
        brokenStart("no exchange", HostileTransportTest::givesNull, open, Reason.NO_ANSWER, 1),
        brokenStart("no stage", HostileTransportTest::givesNullStage, open, Reason.NO_ANSWER, 1),
        brokenStart(
            "no response", HostileTransportTest::completesWithNull, open, Reason.NO_ANSWER, 3),
        brokenStart(
            "never ends", request -> simple(new CompletableFuture<>()), open, Reason.NO_ANSWER, 3),
        brokenStart("a bug", fails(new IllegalStateException()), open, Reason.NO_ANSWER, 1),
        brokenStart("a linkage error", fails(new NoSuchMethodError()), open, Reason.NO_ANSWER, 1),
        brokenStart("an assertion", fails(new AssertionError()), open, Reason.NO_ANSWER, 1),
        brokenStart("a plain failure", fails(new IOException()), open, Reason.NO_ANSWER, 3),
        brokenStart(
            "a timeout of the JDK", fails(new TimeoutException()), open, Reason.NO_ANSWER, 3),
        brokenStart(
            "a cancelled future", fails(new CancellationException()), open, Reason.NO_ANSWER, 3),
        brokenStart("interrupted", fails(new InterruptedException()), open, Reason.NO_ANSWER, 3),
        brokenStart(
            "unchecked",
            fails(new UncheckedIOException(new IOException())),
            open,
            Reason.NO_ANSWER,
            3),
        brokenStart(
            "wrapped twice",
            fails(
                new CompletionException(
                    new ExecutionException(new TransportException("x", Delivery.NOT_SENT)))),
            NotSent.class,
            Reason.UNREACHABLE,
            3));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenStarts")
  void forward_brokenTransport_everyUpdateHasAnOutcomeAndLaterCallsWork(
      String what, BrokenStart broken, Class<?> outcome, Reason reason, int attempts) {
    boolean[] fixed = new boolean[1];
    AudienceForwarder forwarder =
        forwarder(
            request ->
                fixed[0]
                    ? simple(CompletableFuture.completedFuture(accepted()))
                    : broken.apply(request));
    ForwardReport report = forwarder.forward(Simulation.users(2));

    assertThat(report.outcomes())
        .hasSize(2)
        .allMatch(outcome::isInstance)
        .allMatch(o -> o.reason().orElseThrow() == reason)
        .allMatch(o -> o.attempts() == attempts);
    assertThat(requests).isEqualTo(attempts);

    fixed[0] = true;
    time.advance(Duration.ofSeconds(2));
    assertThat(forwarder.forward(Simulation.users(2)).accepted()).isEqualTo(2);
    forwarder.close();
  }
}
