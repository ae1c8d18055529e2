package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.jdbc.HeldUsers.Batch;
import io.github.brazeaudience.jdbc.RelayFailure.Kind;
import io.github.brazeaudience.jdbc.UpdateClaims.Claim;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Claims updates, forwards them and settles their outcomes, again and again until the relay is
 * closed. Several threads run it.
 */
final class RelayWorker implements Runnable {
  private final RelayParts parts;
  private final HeldUsers held = new HeldUsers();

  RelayWorker(RelayParts parts) {
    this.parts = parts;
  }

  @Override
  public void run() {
    try {
      while (parts.pacer().acquire()) {
        Batch batch = claimAndRelease(parts.lease().relay());
        if (batch != null) {
          deliverAndRelease(batch);
        }
      }
    } catch (InterruptedException e) {
      // The thread belongs to the relay, which does not interrupt it.
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Claims in this thread's turn, which ends in any case.
   *
   * @param relay the name of the relay, or null if it has no lease yet
   * @return the updates to deliver, or null if there are none
   */
  private @Nullable Batch claimAndRelease(@Nullable String relay) {
    Duration untilNext = parts.settings().pollInterval();
    try {
      Claim claim = relay == null || !parts.lease().maySend(relay) ? Claim.NONE : claim(relay);
      if (claim.more()) {
        untilNext = Duration.ZERO;
      }
      return relay == null || claim.rows().isEmpty() ? null : held.hold(relay, claim.rows());
    } catch (Throwable e) {
      held.claimFailed();
      parts.failed(e);
      return null;
    } finally {
      parts.pacer().release(untilNext);
    }
  }

  private Claim claim(String relay) {
    Optional<Set<Long>> usersToKeep = held.usersToKeep(relay);
    int maxUsers =
        parts.health().isFailing(Kind.DELIVERY)
            ? PayloadLimits.MAX_OBJECTS
            : parts.settings().batch();
    Claim claim =
        parts
            .database()
            .transaction(
                session -> {
                  if (!session.relays().lock(relay)) {
                    parts.lease().lost(relay);
                    return Claim.NONE;
                  }
                  if (usersToKeep.isPresent()) {
                    session.relays().freeOthers(relay, usersToKeep.get());
                  }
                  return session.claims().claim(relay, parts.settings().batch(), maxUsers);
                });
    parts.health().works(Kind.DATABASE);
    return claim;
  }

  /** Delivers updates. If that fails, their users are freed now or before the next claim. */
  private void deliverAndRelease(Batch batch) throws InterruptedException {
    boolean settled = false;
    try {
      settle(batch.relay(), forwardOrRelease(batch.relay(), batch.rows()));
      settled = true;
    } catch (RuntimeException | Error e) {
      parts.failed(e);
    } finally {
      held.release(batch, settled);
    }
  }

  private Settlement forwardOrRelease(String relay, List<OutboxRow> rows) {
    try {
      return forward(relay, rows);
    } catch (RuntimeException | Error e) {
      parts.failed(e);
      return Settlement.released(rows);
    }
  }

  private Settlement forward(String relay, List<OutboxRow> rows) {
    List<AudienceUpdate> updates = rows.stream().map(OutboxRow::update).toList();
    Optional<List<UserOutcome>> outcomes = parts.calls().forward(relay, updates);
    if (outcomes.isEmpty()) {
      return Settlement.released(rows);
    }
    Settlement settlement = Settlement.of(rows, outcomes.get(), parts.backoff());
    if (settlement.finalIds().isEmpty()) {
      UserOutcome failure =
          outcomes.get().stream().filter(it -> !Settlement.isFinal(it)).findFirst().orElseThrow();
      parts.failed(failure);
    } else {
      parts.health().works(Kind.DELIVERY);
    }
    return settlement;
  }

  /**
   * Records a settlement. While the database fails, tries again until the relay is closed. If
   * another relay has taken over the users, there is nothing to record.
   */
  private void settle(String relay, Settlement settlement) throws InterruptedException {
    while (true) {
      try {
        boolean settled =
            parts
                .database()
                .transaction(
                    session -> {
                      boolean locked = session.relays().lock(relay);
                      if (locked) {
                        session
                            .settlements()
                            .settle(relay, settlement, parts.settings().cooldown());
                      }
                      return locked;
                    });
        if (settled) {
          parts.health().works(Kind.DATABASE);
          parts.health().works(Kind.INTERNAL);
          parts.health().outcomes(settlement.finalOutcomes());
        } else {
          parts.lease().lost(relay);
        }
        return;
      } catch (RuntimeException e) {
        Duration delay = parts.failed(e);
        if (parts.done().await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
          return;
        }
      }
    }
  }
}
