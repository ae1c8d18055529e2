package io.github.brazeaudience;

import static io.github.brazeaudience.interleaving.Interleavings.sideBySide;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.interleaving.Interleavings;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.simulation.ManualEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Tests a queue that several threads fill, flush and close while responses arrive. */
class AudienceQueueInterleavingTest {
  private static final List<AudienceUpdate> USERS = ManualEngine.users(4);

  /** A queue and the updates that it accepted. */
  private static final class Queued {
    private final ManualEngine engine = ManualEngine.create();
    private final AudienceQueue queue;
    private final int capacity;
    private final List<Optional<CompletionStage<UserOutcome>>> offered = new ArrayList<>();

    Queued(int capacity) {
      this(capacity, builder -> builder);
    }

    Queued(int capacity, UnaryOperator<AudienceQueueBuilder> settings) {
      this.capacity = capacity;
      this.queue = settings.apply(engine.forwarder.queue().capacity(capacity)).build();
      USERS.forEach(user -> offered.add(Optional.empty()));
    }

    void offer(int user) {
      offered.set(user, queue.offer(USERS.get(user)));
    }

    void submit(int user) {
      try {
        offered.set(user, Optional.of(queue.submit(USERS.get(user))));
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    boolean accepted(int user) {
      return offered.get(user).isPresent();
    }

    /** Returns the outcome of an accepted update. */
    UserOutcome outcome(int user) {
      UserOutcome outcome = offered.get(user).orElseThrow().toCompletableFuture().getNow(null);
      assertNotNull(outcome, () -> "no outcome for user " + user);
      return outcome;
    }

    /** Checks that each accepted update has an outcome and that the capacity was kept. */
    void assertAllDone() {
      for (int user = 0; user < USERS.size(); user++) {
        if (accepted(user)) {
          outcome(user);
        }
      }
      assertTrue(
          engine.maxObjectsInFlight() <= capacity, "more updates in flight than the capacity");
    }
  }

  @Test
  void offer_byThreeThreads_acceptsNoMoreThanTheCapacity() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(2);
          return sideBySide(() -> queued.offer(0), () -> queued.offer(1), () -> queued.offer(2))
              .then(
                  () -> {
                    long taken = queued.offered.stream().filter(Optional::isPresent).count();
                    assertEquals(2, taken, "accepted updates");
                  });
        });
  }

  @Test
  void offer_concurrentWithFlushAndResponses_isAccepted() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(2);
          queued.offer(0);
          return sideBySide(
                  () -> queued.offer(1),
                  queued.queue::flush,
                  queued.engine::succeedAll,
                  () -> queued.offer(2))
              .then(
                  () -> {
                    queued.queue.flush();
                    queued.engine.succeedAll();
                    queued.assertAllDone();
                    for (int user = 0; user < 3; user++) {
                      if (queued.accepted(user)) {
                        assertEquals(Accepted.class, queued.outcome(user).getClass());
                      }
                    }
                    for (int user = 0; user < 3; user++) {
                      queued.offer(user);
                    }
                    assertTrue(queued.accepted(0) && queued.accepted(1), "capacity was lost");
                    assertTrue(!queued.accepted(2), "more updates were accepted than the capacity");
                  });
        });
  }

  @Test
  void submit_fullQueue_waitsForAResponse() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(1);
          queued.offer(0);
          queued.queue.flush();
          return sideBySide(
                  queued.engine::succeedImmediately,
                  () -> queued.submit(1),
                  () -> {
                    queued.offer(2);
                    queued.queue.flush();
                  })
              .then(
                  () -> {
                    queued.queue.flush();
                    queued.assertAllDone();
                    assertTrue(queued.accepted(1), "the waiting update was not accepted");
                  });
        });
  }

  @Test
  void close_concurrentWithOffersAndResponses_waitsForEveryOutcome() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(2);
          queued.offer(0);
          boolean[] done = new boolean[1];
          return sideBySide(
                  queued.engine::succeedImmediately,
                  () -> queued.offer(1),
                  () -> {
                    queued.queue.close();
                    done[0] = queued.outcome(0) instanceof Accepted;
                  })
              .then(
                  () -> {
                    assertTrue(done[0], "closed before an update had its outcome");
                    queued.assertAllDone();
                    UserOutcome late = queued.outcome(1);
                    assertTrue(
                        late instanceof Accepted
                            || late.reason().equals(Optional.of(Reason.CLOSED)),
                        late::toString);
                  });
        });
  }

  @Test
  void offer_concurrentWithARefusedKeyAndClose_isNotSentAndHasAnOutcome() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(4);
          queued.offer(0);
          queued.queue.flush();
          queued.offer(1);
          return sideBySide(
                  () -> queued.engine.onlyRequest().refuse(),
                  () -> queued.offer(2),
                  queued.engine.forwarder::close)
              .then(
                  () -> {
                    queued.assertAllDone();
                    for (int user = 1; user < 3; user++) {
                      assertEquals(NotSent.class, queued.outcome(user).getClass());
                    }
                  });
        });
  }

  @Test
  void offer_redeliveringQueueWithARefusedKeyAndClose_hasTheOutcomeOfItsOwnDelivery() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(4, builder -> builder.redeliver(RedeliveryPolicy.defaults()));
          queued.offer(0);
          queued.queue.flush();
          return sideBySide(
                  () -> queued.engine.onlyRequest().refuse(),
                  () -> queued.offer(2),
                  queued.engine.forwarder::close)
              .then(
                  () -> {
                    queued.assertAllDone();
                    assertEquals(NotSent.class, queued.outcome(2).getClass());
                  });
        });
  }
}
