package io.github.brazeaudience.okhttp;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;
import org.junit.jupiter.api.Test;

/** Interleavings of starting, sending, responding to and aborting an exchange. */
class OkHttpExchangeInterleavingTest {
  private static final List<String> IN_ONE_STEP =
      List.of(
          "okhttp3.",
          "okio.",
          "kotlin.",
          "io.github.brazeaudience.okhttp.BoundedBody",
          "io.github.brazeaudience.okhttp.HttpRequests",
          "io.github.brazeaudience.transport.");

  /** State and final checks of a scenario. */
  static class Scenario {
    final AtomicInteger ends = new AtomicInteger();
    final FakeCall call = new FakeCall();
    final OkHttpExchange exchange =
        new OkHttpExchange(Requests.to("http://localhost/"), ended -> ends.incrementAndGet());
    volatile boolean sent;

    /** The check of the last interceptor before it writes to the connection. */
    void send() {
      if (exchange.maySend()) {
        sent = true;
      }
    }

    void answer() {
      exchange.onResponse(call, call.answer());
    }

    CompletableFuture<TransportResponse> end() {
      CompletableFuture<TransportResponse> end = exchange.response().toCompletableFuture();
      assertTrue(end.isDone(), "the exchange did not end");
      assertTrue(ends.get() > 0, "the transport was not notified of the end");
      return end;
    }

    /** A failure is NOT_SENT if and only if the request was not sent and cannot be sent anymore. */
    void assertDeliveryIsCorrect(CompletableFuture<TransportResponse> failed) {
      try {
        failed.join();
        throw new AssertionError("it did not fail");
      } catch (CompletionException e) {
        Delivery delivery = ((TransportException) e.getCause()).delivery();
        assertEquals(sent ? Delivery.UNKNOWN : Delivery.NOT_SENT, delivery);
        assertEquals(sent, exchange.maySend(), "sent after the failure");
      }
    }
  }

  /** Abort of an exchange in flight. */
  public static final class Abort extends Scenario {
    @Operation(runOnce = true)
    public void sendAndRespond() {
      send();
      if (sent) {
        answer();
      }
    }

    @Operation(runOnce = true)
    public void abort() {
      exchange.abort();
    }

    @Operation(runOnce = true)
    public void abortAgain() {
      exchange.abort();
    }

    @Validate
    public void holds() {
      CompletableFuture<TransportResponse> end = end();
      if (end.isCompletedExceptionally()) {
        assertDeliveryIsCorrect(end);
      } else {
        assertTrue(sent, "response without a request");
      }
    }
  }

  /** Abort of an exchange while OkHttp enqueues it. */
  public static final class AbortOfStart extends Scenario {
    @Operation(runOnce = true)
    public void start() {
      exchange.startOn(request -> call);
    }

    @Operation(runOnce = true)
    public void abort() {
      exchange.abort();
    }

    @Operation(runOnce = true)
    public void connectionFails() {
      if (call.enqueued) {
        call.over = true;
        exchange.onFailure(call, new IOException("refused"));
      }
    }

    @Validate
    public void holds() {
      assertDeliveryIsCorrect(end());
      assertTrue(!call.enqueued || call.cancelled || call.over, "a call was left with OkHttp");
    }
  }

  private static void check(Class<? extends Scenario> scenario) {
    new ModelCheckingOptions()
        .threads(3)
        .actorsPerThread(1)
        .actorsBefore(0)
        .actorsAfter(0)
        .iterations(1)
        .minimizeFailedScenario(false)
        .invocationsPerIteration(
            Integer.getInteger("interleavings", Boolean.getBoolean("tests.full") ? 100 : 5))
        .verifier(EpsilonVerifier.class)
        .addGuarantee(
            forClasses(name -> IN_ONE_STEP.stream().anyMatch(name::startsWith))
                .allMethods()
                .ignore())
        .check(scenario);
  }

  @Test
  void abort_concurrentWithSendAndResponse_completesOnceWithCorrectDelivery() {
    check(Abort.class);
  }

  @Test
  void abort_concurrentWithStartAndFailure_leavesNoCallBehind() {
    check(AbortOfStart.class);
  }
}
