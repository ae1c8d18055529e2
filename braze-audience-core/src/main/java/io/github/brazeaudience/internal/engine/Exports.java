package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.ReadBackDelayed;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.membership.ReadBack;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads back from Braze what profiles hold, for writes that need to know all audiences of users of
 * whom the membership store does not know them. The writes of one call go together, up to {@value
 * #MAX_USERS} of them, in batches that are sent, retried and given up like others; but a failure
 * here may have written nothing, and what ends the reading does not end the call. Confined to the
 * mailbox.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
final class Exports {
  /** The most users of one request. */
  static final int MAX_USERS = 50;

  /**
   * How long nothing is read back for a call after Braze has refused to, or was given up: as long
   * as the window over which it counts. A queue lasts as long as its service, so that this has to
   * end.
   */
  private static final Duration PAUSE = RateLimiter.READ_BACK_WINDOW;

  private static final String TOO_LONG =
      "the deadline passes before Braze lets the audiences of this user be read back; forward it again later";

  private final DeliverySettings settings;
  private final MembershipSettings membership;
  private final MembershipLedger ledger;
  private final Collection<DeliveryCall> calls;
  private final DueBatches due;
  private final Endings endings;
  private final Attempts attempts;
  private final OutageGate gate;
  private boolean delayTold;

  Exports(
      DeliverySettings settings,
      MembershipSettings membership,
      MembershipLedger ledger,
      Collection<DeliveryCall> calls,
      DueBatches due,
      Endings endings,
      Attempts attempts,
      OutageGates gates) {
    this.settings = settings;
    this.membership = membership;
    this.ledger = ledger;
    this.calls = calls;
    this.due = due;
    this.endings = endings;
    this.attempts = attempts;
    this.gate = gates.exports();
  }

  /** Takes a write whose user has to be read back. */
  void add(UserWrite write) {
    DeliveryCall call = write.call();
    DeliveryCall.Stop stop = call.readingStop(settings.timeSource().nanoTime());
    if (stop == null) {
      call.unread().add(write);
    } else {
      endings.giveUp(write, stop);
    }
  }

  /**
   * Whether an export may start now. Those whose deadline is before the limit allows one are given
   * up.
   *
   * @param underWay how many requests have started, whatever for
   */
  boolean mayStart(long now, int underWay) {
    long delay = membership.readBackLimiter().delay(now);
    if (delay == 0) {
      delayTold = false;
      return gate.mayStart(now, underWay);
    }
    Instant retryAt = settings.timeSource().now().plusNanos(delay);
    DeliveryCall.Stop tooLong = new DeliveryCall.Stop(Reason.DEADLINE, TOO_LONG, retryAt);
    for (Batch batch : due.all()) {
      if (batch.isExport() && batch.deadlineNanos() - now < delay) {
        endings.giveUp(batch, tooLong);
      }
    }
    for (DeliveryCall call : calls) {
      if (call.deadlineIfStarted(now) - now < delay) {
        giveUpUnread(call, tooLong);
      }
    }
    int waiting = waiting();
    if (waiting > 0 && !delayTold) {
      delayTold = true;
      settings.listener().readBackDelayed(new ReadBackDelayed(waiting, Duration.ofNanos(delay)));
    }
    return false;
  }

  /** When the limit allows the next start, or null if nobody waits for that. */
  @Nullable Long limitEndNanos(long now) {
    long delay = membership.readBackLimiter().delay(now);
    return delay > 0 && waiting() > 0 ? Long.valueOf(now + delay) : null;
  }

  private int waiting() {
    int unread = calls.stream().mapToInt(call -> call.unread().size()).sum();
    return unread
        + due.all().stream().filter(Batch::isExport).mapToInt(batch -> batch.writes().size()).sum();
  }

  /** Gives up what waits if Braze has not answered exports for too long. */
  void endOutage(long now) {
    DeliveryCall.Stop outageOver = gate.giveUp(now, settings.timeSource().now());
    if (outageOver != null) {
      calls.forEach(call -> stop(call, outageOver));
    }
  }

  /** Asks for a start, which must follow at once if it is granted. */
  boolean acquire(long now) {
    return membership.readBackLimiter().acquire(now) == 0;
  }

  /** Puts what was read into the store, by which the writes are then decided. */
  void read(Batch batch, Verdict.Exported answer, MembershipLedger.Decisions decisions) {
    endings.retire(batch);
    Instant now = settings.timeSource().now();
    Map<String, RecordChange> learned = new LinkedHashMap<>();
    for (UserWrite write : batch.writes()) {
      String user = write.user().value();
      ReadBack read =
          membership
              .rules()
              .readBack(
                  write.pending().stream().map(PendingUpdate::attributes).toList(),
                  answer.profiles().get(user),
                  now);
      write.readBack(read.defect().orElse(null));
      read.learned().ifPresent(change -> learned.put(user, change));
      batch.call().waitsForDecision();
    }
    ledger.learn(batch.writes(), learned, decisions);
  }

  /** Reads back nothing for a call now. What is in flight is let come to its end. */
  void stop(DeliveryCall call, DeliveryCall.Stop why) {
    call.stopReading(why, settings.timeSource().nanoTime() + PAUSE.toNanos());
    giveUpUnread(call, why);
    for (Batch batch : List.copyOf(call.batches())) {
      if (batch.isExport() && !attempts.isInFlight(batch)) {
        endings.giveUp(batch, why);
      }
    }
  }

  private void giveUpUnread(DeliveryCall call, DeliveryCall.Stop why) {
    call.takeUnread().forEach(write -> endings.giveUp(write, why));
  }
}
