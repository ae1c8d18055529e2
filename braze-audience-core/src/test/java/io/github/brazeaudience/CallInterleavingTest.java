package io.github.brazeaudience;

import static io.github.brazeaudience.interleaving.Interleavings.sideBySide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.interleaving.Interleavings;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Unconfirmed;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.ManualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests calls with concurrent responses, cancels, closes and timer tasks. */
class CallInterleavingTest {
  private static final List<AudienceUpdate> TWO_USERS = ManualEngine.users(2);
  private static final List<AudienceUpdate> ONE_USER = ManualEngine.users(1);

  /** Returns the report of a call that has ended, after checking the number of outcomes. */
  private static ForwardReport report(ForwardCall call, int updates) {
    ForwardReport report = call.report().toCompletableFuture().getNow(null);
    assertEquals(updates, report == null ? 0 : report.outcomes().size(), "outcomes");
    return report;
  }

  private static void assertOutcomes(
      ForwardReport report, Class<? extends UserOutcome> type, Reason reason) {
    for (UserOutcome outcome : report.outcomes()) {
      assertEquals(type, outcome.getClass(), outcome::toString);
      assertEquals(reason, outcome.reason().orElse(null), outcome::toString);
    }
  }

  @Test
  void response_concurrentWithCancelAndClose_isAcceptedIfItIsFirst() {
    Interleavings.each(
        () -> {
          ManualEngine engine = ManualEngine.create();
          ForwardCall call = engine.forwarder.forwardAsync(TWO_USERS);
          boolean[] succeeded = new boolean[1];
          return sideBySide(
                  () -> succeeded[0] = engine.onlyRequest().succeed(),
                  call::cancel,
                  engine.forwarder::close)
              .then(
                  () -> {
                    ForwardReport report = report(call, 2);
                    if (succeeded[0]) {
                      assertOutcomes(report, Accepted.class, null);
                    } else {
                      assertOutcomes(report, Unconfirmed.class, Reason.NO_ANSWER);
                    }
                    assertEquals(1, report.requests());
                    assertEquals(1, engine.callsFinished(), "reports");
                  });
        });
  }

  @Test
  void response_concurrentWithTimeoutAndCancel_isAcceptedIfItIsFirst() {
    Interleavings.each(
        () -> {
          ManualEngine engine = ManualEngine.create();
          ForwardCall call = engine.forwarder.forwardAsync(ONE_USER);
          boolean[] succeeded = new boolean[1];
          return sideBySide(
                  () -> succeeded[0] = engine.onlyRequest().succeed(),
                  engine::fireTimers,
                  call::cancel)
              .then(
                  () -> {
                    ForwardReport report = report(call, 1);
                    if (succeeded[0]) {
                      assertTrue(report.accepted() + report.unconfirmed() == 1, report::toString);
                    } else {
                      assertOutcomes(report, Unconfirmed.class, Reason.NO_ANSWER);
                    }
                    assertEquals(1, engine.callsFinished(), "reports");
                  });
        });
  }

  @Test
  void forward_concurrentWithClose_isSentOrClosed() {
    Interleavings.each(
        () -> {
          ManualEngine engine = ManualEngine.create();
          List<ForwardCall> calls = new ArrayList<>();
          return sideBySide(
                  () -> calls.add(engine.forwarder.forwardAsync(ONE_USER)),
                  engine::succeedAll,
                  engine.forwarder::close)
              .then(
                  () -> {
                    ForwardReport report = report(calls.get(0), 1);
                    if (report.requests() == 0) {
                      assertOutcomes(report, NotSent.class, Reason.CLOSED);
                    } else {
                      assertTrue(report.accepted() + report.unconfirmed() == 1, report::toString);
                    }
                    assertEquals(1, engine.callsFinished(), "reports");
                  });
        });
  }

  @Test
  void retry_concurrentWithCancelAndClose_isCountedInTheReport() {
    Interleavings.each(
        () -> {
          ManualEngine engine = ManualEngine.create();
          ForwardCall call = engine.forwarder.forwardAsync(ONE_USER);
          engine.onlyRequest().failNotSent();
          return sideBySide(
                  () -> {
                    engine.fireTimers();
                    engine.succeedAll();
                  },
                  call::cancel,
                  engine.forwarder::close)
              .then(
                  () -> {
                    ForwardReport report = report(call, 1);
                    assertEquals(engine.requests(), report.requests());
                    if (report.requests() == 1) {
                      assertOutcomes(report, NotSent.class, Reason.UNREACHABLE);
                    } else {
                      assertTrue(report.accepted() + report.unconfirmed() == 1, report::toString);
                    }
                  });
        });
  }

  @Test
  void forward_oneUserByThreeCalls_hasOneRequestInFlight() {
    Interleavings.each(
        () -> {
          ManualEngine engine = ManualEngine.create();
          List<ForwardCall> calls = new ArrayList<>();
          calls.add(engine.forwarder.forwardAsync(ONE_USER));
          ForwardCall[] others = new ForwardCall[2];
          return sideBySide(
                  () -> others[0] = engine.forwarder.forwardAsync(ONE_USER),
                  () -> others[1] = engine.forwarder.forwardAsync(ONE_USER),
                  engine::succeedAll)
              .then(
                  () -> {
                    engine.succeedAll();
                    calls.addAll(List.of(others));
                    calls.forEach(call -> assertOutcomes(report(call, 1), Accepted.class, null));
                    assertEquals(3, engine.requests());
                    assertEquals(1, engine.maxInFlight(), "requests in flight for the user");
                  });
        });
  }

  @Test
  void forward_twoForwardersWithOneLimiter_startNoMoreThanTheLimit() {
    Interleavings.each(
        () -> {
          RateLimiter limiter = RateLimiter.of(1, Duration.ofSeconds(3));
          ManualEngine one = ManualEngine.create("one", limiter);
          ManualEngine other = ManualEngine.create("other", limiter);
          ForwardCall[] calls = new ForwardCall[2];
          return sideBySide(
                  () -> calls[0] = one.forwarder.forwardAsync(ONE_USER),
                  () -> calls[1] = other.forwarder.forwardAsync(ONE_USER))
              .then(
                  () -> {
                    assertEquals(1, one.requests() + other.requests(), "starts");
                    one.succeedAll();
                    other.succeedAll();
                    one.forwarder.close();
                    other.forwarder.close();
                    assertEquals(
                        1, report(calls[0], 1).accepted() + report(calls[1], 1).accepted());
                    assertEquals(1, report(calls[0], 1).notSent() + report(calls[1], 1).notSent());
                  });
        });
  }
}
