package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.ScriptedResponse.OnAbort;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests that a transport that breaks its contract affects outcomes but never blocks a call. */
class HostileTransportTest {
  private static final int ATTEMPTS = 3;

  private final VirtualTime time = new VirtualTime();
  private int requests;
  private int aborts;

  /** Broken implementation of {@code start}. */
  private interface BrokenStart extends Function<TransportRequest, Exchange> {}

  private AudienceForwarder forwarder(BrokenStart broken) {
    BrazeTransport transport =
        new BrazeTransport() {
          @Override
          public Exchange start(TransportRequest request) {
            requests++;
            return broken.apply(request);
          }

          @Override
          public void close() {}
        };
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(), transport)
        .timeSource(time)
        .scheduler(time)
        .callerWait(time)
        .callbackExecutor(Runnable::run)
        .retryPolicy(RetryPolicy.defaults().withMaxAttempts(ATTEMPTS))
        .random(new Random(1))
        .build();
  }

  private Exchange exchange(CompletionStage<TransportResponse> response) {
    return new Exchange() {
      @Override
      public CompletionStage<TransportResponse> response() {
        return response;
      }

      @Override
      public void abort() {
        aborts++;
      }
    };
  }

  private static TransportResponse accepted() {
    return TransportResponse.of(
        201, Map.of(), SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8));
  }

  private static final byte[] SUCCESS = SimulatedBraze.SUCCESS.getBytes(StandardCharsets.UTF_8);

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

  @Test
  void forward_exchangeThatNeverEnds_isAborted() {
    forwarder(request -> exchange(new CompletableFuture<>())).forward(Simulation.users(1));

    assertThat(aborts).isEqualTo(ATTEMPTS);
  }

  @Test
  void forwardAsync_exchangeThatNeverEnds_isAbortedBeforeTheNextForItsUserStarts() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(201, SimulatedBraze.SUCCESS)
                    .withLatency(Duration.ofDays(1))
                    .withOnAbort(OnAbort.NEVER),
            builder ->
                builder
                    .minUserWriteInterval(Duration.ZERO)
                    .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1)));
    var first = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 1)));
    var second = simulation.forwarder.forwardAsync(List.of(Simulation.update("u", 2)));
    simulation.time.runUntilIdle();

    assertThat(first.report().toCompletableFuture()).isCompleted();
    assertThat(second.report().toCompletableFuture()).isCompleted();
    assertThat(simulation.braze.requests()).isEqualTo(2);
    assertThat(simulation.braze.violations()).isEmpty();
  }

  @Test
  void cancel_exchangeThatNeverEnds_endsAfterAShortWait() {
    var call =
        forwarder(request -> exchange(new CompletableFuture<>()))
            .forwardAsync(Simulation.users(80));
    time.advance(Duration.ofSeconds(1));
    call.cancel();
    time.advance(Duration.ofSeconds(6));

    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertThat(report).as("the report after an abort without effect").isNotNull();
    assertThat(report.outcomes()).allMatch(Unconfirmed.class::isInstance);
    assertThat(aborts).isPositive();
  }

  static Stream<Throwable> throwables() {
    return Stream.of(
        new IllegalStateException(),
        new AssertionError(),
        new NoSuchMethodError(),
        new IOException());
  }

  @ParameterizedTest
  @MethodSource("throwables")
  void cancel_abortThrows_endsAtOnce(Throwable thrown) {
    AudienceForwarder forwarder =
        forwarder(
            request ->
                new Exchange() {
                  @Override
                  public CompletionStage<TransportResponse> response() {
                    return new CompletableFuture<>();
                  }

                  @Override
                  public void abort() {
                    SneakyThrow.<Exchange, RuntimeException>sneakyThrow(thrown);
                  }
                });
    var call = forwarder.forwardAsync(Simulation.users(150));
    call.cancel();

    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertThat(report).isNotNull();
    assertThat(report.outcomes()).hasSize(150).noneMatch(Accepted.class::isInstance);
    forwarder.close();
  }

  @Test
  void forward_stageCompletesTwice_countsOnce() {
    CompletableFuture<TransportResponse> response = new CompletableFuture<>();
    AudienceForwarder forwarder =
        forwarder(
            request -> {
              time.schedule(() -> response.complete(accepted()), Duration.ofMillis(10));
              time.schedule(
                  () -> response.obtrudeException(new IOException()), Duration.ofMillis(10));
              time.schedule(() -> response.complete(accepted()), Duration.ofMillis(20));
              return exchange(response);
            });

    assertThat(forwarder.forward(Simulation.users(1)).accepted()).isEqualTo(1);
    while (time.runNext()) {}
    assertThat(requests).isEqualTo(1);
  }

  @Test
  void close_transportThrows_returnsNormally() {
    BrazeTransport transport =
        new BrazeTransport() {
          @Override
          public Exchange start(TransportRequest request) {
            return exchange(CompletableFuture.completedFuture(accepted()));
          }

          @Override
          public void close() {
            throw new IllegalStateException("closed badly");
          }
        };
    UserOutcome outcome;
    List<AudienceUpdate> updates = Simulation.users(1);
    try (AudienceForwarder forwarder =
        AudienceForwarder.create(
            BrazeAudienceConfig.builder().restApiKey("test-key").build(), transport)) {
      outcome = forwarder.forward(updates).outcomes().get(0);
    }
    assertThat(outcome).isInstanceOf(Accepted.class);
  }
}
