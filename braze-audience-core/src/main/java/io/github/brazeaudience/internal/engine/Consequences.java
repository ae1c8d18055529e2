package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.event.BatchSplit;
import io.github.brazeaudience.event.BatchesHeld;
import io.github.brazeaudience.event.BatchesReleased;
import io.github.brazeaudience.event.RetryScheduled;
import io.github.brazeaudience.internal.engine.Verdict.Delivered;
import io.github.brazeaudience.internal.engine.Verdict.Exported;
import io.github.brazeaudience.internal.engine.Verdict.Failure;
import io.github.brazeaudience.internal.engine.Verdict.NamedRefusal;
import io.github.brazeaudience.internal.engine.Verdict.Remark;
import io.github.brazeaudience.internal.engine.Verdict.Stop;
import io.github.brazeaudience.internal.engine.Verdict.WholeRefusal;
import io.github.brazeaudience.outcome.BrazeError;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The one place that decides what becomes of the writes of a batch after a verdict. Confined to the
 * mailbox.
 */
final class Consequences {
  private static final String REFUSED_WITH_OTHERS =
      "Braze answered %d to a request with this user in it";
  private static final String REFUSED_FOR_OTHERS =
      "Braze refused a request with this user in it because of others, and there was no time for another one;"
          + " forward it again";
  private static final String NAMED_FOR_TOKENS =
      "Braze named the push tokens of this user, and the rest could not be sent once more without them;"
          + " forward it again";

  private final RestApiKey key;
  private final DeliverySettings settings;
  private final DueBatches due;
  private final Endings endings;
  private final OutageGates gates;
  private final RetryBudget budget;
  private final @Nullable StoreDecisions store;

  Consequences(
      RestApiKey key,
      DeliverySettings settings,
      DueBatches due,
      Endings endings,
      OutageGates gates,
      RetryBudget budget,
      @Nullable StoreDecisions store) {
    this.key = key;
    this.settings = settings;
    this.due = due;
    this.endings = endings;
    this.gates = gates;
    this.budget = budget;
    this.store = store;
  }

  void draw(Batch batch, long request, Verdict verdict) {
    if (verdict.isAnswer()) {
      succeeded(batch);
    }
    if (verdict instanceof Delivered delivered) {
      batch.call().report(shown(delivered.remarks(), batch));
      settle(
          batch, delivered.named(), delivered.unattributed() ? After.UNATTRIBUTED : After.ACCEPTED);
    } else if (verdict instanceof Exported exported) {
      store().readBack(batch, exported);
    } else if (verdict instanceof NamedRefusal refusal) {
      batch.call().report(shown(refusal.remarks(), batch));
      settle(batch, refusal.named(), After.SENT_AGAIN);
    } else if (verdict instanceof WholeRefusal refusal) {
      isolate(batch, request, refusal.status());
    } else if (verdict instanceof Failure failure) {
      retry(batch, request, failure);
    } else if (verdict instanceof Stop stop) {
      stop(batch, stop);
    }
  }

  /** Braze is there: what was held goes on. */
  private void succeeded(Batch batch) {
    if (gates.of(batch).succeeded()) {
      settings.listener().batchesReleased(new BatchesReleased(batch.operation(), batch.attempts()));
    }
    if (batch.failures() > 0) {
      budget.retrySucceeded();
    } else {
      budget.succeeded();
    }
  }

  /** Errors that are about nobody in particular may have the name of anybody in them. */
  private Stream<BrazeError> shown(List<Remark> remarks, Batch batch) {
    List<String> hidden = remarks.isEmpty() ? List.of() : hidden(batch);
    return remarks.stream()
        .map(
            remark ->
                BrazeError.of(BrazeText.redacted(remark.type(), hidden), remark.inputArray()));
  }

  /** What Braze's words may quote and no message may show: the key, and who the users are. */
  private List<String> hidden(Batch batch) {
    return Stream.concat(Stream.of(key.reveal()), batch.personalValues().stream()).toList();
  }

  /** What becomes of those of a batch that Braze did not name. */
  private enum After {
    ACCEPTED,
    UNATTRIBUTED,
    SENT_AGAIN
  }

  private void settle(Batch batch, Map<Integer, List<String>> named, After others) {
    endings.retire(batch);
    List<String> hidden = named.isEmpty() ? List.of() : hidden(batch);
    List<UserWrite> again = new ArrayList<>();
    for (int i = 0; i < batch.writes().size(); i++) {
      UserWrite write = batch.writes().get(i);
      judge(write, named.get(i), others, hidden);
      if (write.finished()) {
        endings.finish(write, write.outcomes());
      } else {
        again.add(write);
      }
    }
    if (again.isEmpty()) {
      endIsolation(batch, false, 0);
    } else {
      sendAgain(batch, again);
    }
  }

  /** Finishes a write, or notes why it is sent again. */
  private static void judge(
      UserWrite write, @Nullable List<String> errors, After others, List<String> hidden) {
    if (errors != null && PushTokenErrors.only(errors) && write.canDropPushTokens()) {
      // Of a request that was taken, the rest of the object may be written.
      write.attemptFailed(
          Reason.NAMED_BY_BRAZE, NAMED_FOR_TOKENS, others != After.SENT_AGAIN, null);
      write.dropPushTokens();
    } else if (errors != null) {
      var unused =
          write.rejected(
              Reason.NAMED_BY_BRAZE,
              "Braze named this user: " + BrazeText.redacted(String.join("; ", errors), hidden));
    } else {
      switch (others) {
        case ACCEPTED -> {
          var unused = write.accepted();
        }
        case UNATTRIBUTED -> {
          var unused =
              write.unconfirmed(
                  Reason.UNATTRIBUTED_ERROR,
                  "Braze reported an error that it tied to no user of the request; forward it again");
        }
        case SENT_AGAIN ->
            write.attemptFailed(Reason.REQUEST_REFUSED, REFUSED_FOR_OTHERS, false, null);
      }
    }
    write.attemptJudged();
  }

  /**
   * Notes on the writes of a batch what its verdict says of each, and does nothing else, because
   * the engine failed while it drew the consequences.
   *
   * @param comeBack when to come back if Braze's limit was used up
   */
  void judgeOnly(Batch batch, Verdict verdict, Instant comeBack) {
    List<UserWrite> writes = batch.writes();
    List<String> hidden = hidden(batch);
    for (int i = 0; i < writes.size(); i++) {
      UserWrite write = writes.get(i);
      if (write.finished() || !write.inFlight()) {
        continue;
      }
      if (verdict instanceof Delivered delivered) {
        After others = delivered.unattributed() ? After.UNATTRIBUTED : After.ACCEPTED;
        judge(write, delivered.named().get(i), others, hidden);
      } else if (verdict instanceof NamedRefusal refusal) {
        judge(write, refusal.named().get(i), After.SENT_AGAIN, hidden);
      } else if (verdict instanceof WholeRefusal refusal && writes.size() == 1) {
        var unused =
            write.rejected(
                Reason.REQUEST_REFUSED,
                String.format(
                    Locale.ROOT,
                    "Braze answered %d to a request with this user alone in it; look at the data of this user",
                    refusal.status()));
      } else if (verdict instanceof WholeRefusal refusal) {
        write.attemptFailed(
            Reason.REQUEST_REFUSED,
            String.format(Locale.ROOT, REFUSED_WITH_OTHERS, refusal.status()),
            false,
            null);
      } else if (verdict instanceof Failure failure) {
        boolean limited = failure.reason() == Reason.RATE_LIMITED;
        write.attemptFailed(
            failure.reason(),
            failure.message(),
            failure.mayHaveArrived(),
            limited ? comeBack : null);
      } else if (verdict instanceof Stop stop) {
        write.attemptFailed(stop.reason(), stop.message(), stop.mayHaveArrived(), null);
      }
    }
  }

  /**
   * Sends writes once more in a request of their own; a search that they are part of goes on with
   * it.
   */
  private void sendAgain(Batch batch, List<UserWrite> writes) {
    if (batch.isolation() != null) {
      batch.isolation().inconclusive();
    }
    DeliveryCall.Stop stopped = batch.call().stop();
    Batch next = batch.call().batch(writes, batch.deadlineNanos(), batch.isolation());
    if (stopped != null) {
      endings.giveUp(next, stopped);
    } else {
      due.addFirst(next);
    }
  }

  private void isolate(Batch batch, long request, int status) {
    List<UserWrite> writes = batch.writes();
    if (writes.size() == 1) {
      endings.retire(batch);
      endings.finish(
          writes.get(0),
          writes
              .get(0)
              .rejected(
                  Reason.REQUEST_REFUSED,
                  String.format(
                      Locale.ROOT,
                      "Braze answered %d to a request with this user alone in it; look at the data of this user",
                      status)));
      endIsolation(batch, true, status);
      return;
    }
    endings.retire(batch);
    writes.forEach(
        write ->
            write.attemptFailed(
                Reason.REQUEST_REFUSED,
                String.format(Locale.ROOT, REFUSED_WITH_OTHERS, status),
                false,
                null));
    DeliveryCall.Stop stopped = batch.call().stop();
    if (stopped != null) {
      endings.giveUp(batch, stopped);
      return;
    }
    settings.listener().batchSplit(new BatchSplit(request, writes.size(), status));
    Isolation isolation = batch.isolation() != null ? batch.isolation() : new Isolation();
    isolation.halved();
    int half = (writes.size() + 1) / 2;
    Batch first = batch.call().batch(writes.subList(0, half), batch.deadlineNanos(), isolation);
    Batch second =
        batch.call().batch(writes.subList(half, writes.size()), batch.deadlineNanos(), isolation);
    due.addFirst(second);
    due.addFirst(first);
  }

  private void endIsolation(Batch batch, boolean refusedAlone, int status) {
    Isolation isolation = batch.isolation();
    DeliveryCall call = batch.call();
    boolean requestIsWrong =
        isolation != null
            ? isolation.ended(refusedAlone) && call.refusedToTheEndAgain()
            : refusedAlone && call.refusedInRequestOfItsOwn(batch.writes().get(0).user());
    if (requestIsWrong) {
      endings.stop(
          call,
          new DeliveryCall.Stop(
              Reason.REQUEST_REFUSED,
              String.format(
                  Locale.ROOT,
                  "Braze answered %d to every user, one after the other, so that the request itself is wrong; check the configuration",
                  status)));
    }
  }

  private void retry(Batch batch, long request, Failure failure) {
    long now = settings.timeSource().nanoTime();
    Duration hint = failure.hint();
    boolean throttled = failure.reason() == Reason.RATE_LIMITED;
    if (throttled && hint != null) {
      limiter(batch).pause(now + hint.toNanos());
    }
    DeliveryCall.Stop stopped = batch.call().stop();
    Reason reason = failure.reason();
    String message = failure.message();
    if (stopped != null && batch.aborted() && !failure.mayHaveArrived()) {
      reason = stopped.reason();
      message = stopped.message();
    }
    Duration delay =
        settings.retryPolicy().backoff(batch.failures() + 1, throttled, settings.random());
    delay = hint != null && hint.compareTo(delay) > 0 ? hint : delay;
    Instant comeBack = settings.timeSource().now().plus(delay);
    for (UserWrite write : batch.writes()) {
      write.attemptFailed(
          reason,
          message,
          failure.mayHaveArrived(),
          reason == Reason.RATE_LIMITED ? comeBack : null);
    }
    OutageGate gate = gates.of(batch);
    boolean probe = gate.isProbe(batch);
    if (stopped == null) {
      tellIfHeld(batch, gate.failed(batch, failure, now), reason);
    } else {
      gate.probeLost(batch);
    }
    if (probe && stopped == null) {
      due.addLast(batch);
      return;
    }
    batch.failed();
    long lastStart = Deadlines.lastStartNanos(batch, settings.retryPolicy());
    boolean tooLate = now + delay.toNanos() - lastStart > 0;
    if (stopped != null || tooLate || batch.failures() >= settings.retryPolicy().maxAttempts()) {
      endings.giveUp(batch, new DeliveryCall.Stop(reason, message, tooLate ? comeBack : null));
      endIsolation(batch, false, 0);
      return;
    }
    settings
        .listener()
        .retryScheduled(new RetryScheduled(request, batch.attempts() + 1, delay, failure.reason()));
    due.addAfter(batch, delay);
  }

  /** The limit of exports is one of their own, so that nothing else is held because of it. */
  private RateLimiter limiter(Batch batch) {
    MembershipSettings membership = settings.membership();
    return batch.isExport() && membership != null
        ? membership.readBackLimiter()
        : settings.rateLimiter();
  }

  private void tellIfHeld(Batch batch, boolean held, Reason reason) {
    if (held) {
      settings.listener().batchesHeld(new BatchesHeld(batch.operation(), reason));
    }
  }

  private void stop(Batch batch, Stop stop) {
    gates.of(batch).probeLost(batch);
    for (UserWrite write : batch.writes()) {
      write.attemptFailed(stop.reason(), stop.message(), stop.mayHaveArrived(), null);
    }
    DeliveryCall.Stop forThese = new DeliveryCall.Stop(stop.reason(), stop.message());
    endings.giveUp(batch, forThese);
    if (batch.isExport()) {
      store().stopReading(batch.call(), forThese);
      return;
    }
    Reason forOthers = stop.mayHaveArrived() ? Reason.UNREACHABLE : stop.reason();
    endings.stop(batch.call(), new DeliveryCall.Stop(forOthers, stop.message()));
  }

  private StoreDecisions store() {
    return Objects.requireNonNull(store, "what is read back is so for a store");
  }
}
