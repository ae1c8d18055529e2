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
import io.github.brazeaudience.simulation.ManualEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** A queue that several threads fill, flush and close while answers come. */
class AudienceQueueInterleavingTest {
  private static final List<AudienceUpdate> USERS = ManualEngine.users(4);

  /** A queue, and the updates that it took. */
  private static final class Queued {
    private final ManualEngine engine = ManualEngine.create();
    private final AudienceQueue queue;
    private final int capacity;
    private final List<Optional<CompletionStage<UserOutcome>>> offered = new ArrayList<>();

    Queued(int capacity) {
      this.capacity = capacity;
      this.queue = engine.forwarder.queue().capacity(capacity).build();
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

    boolean took(int user) {
      return offered.get(user).isPresent();
    }

    /** The outcome of an update that was taken. */
    UserOutcome outcome(int user) {
      UserOutcome outcome = offered.get(user).orElseThrow().toCompletableFuture().getNow(null);
      assertNotNull(outcome, () -> "no outcome for user " + user);
      return outcome;
    }

    /** Each update that was taken has an outcome, and the room for it is free again. */
    void assertAllDone() {
      for (int user = 0; user < USERS.size(); user++) {
        if (took(user)) {
          outcome(user);
        }
      }
      assertTrue(engine.maxObjectsInFlight() <= capacity, "more under way than the capacity");
    }
  }

  @Test
  void offer_byThreeThreads_takesNoMoreThanTheCapacity() {
    Interleavings.each(
        () -> {
          Queued queued = new Queued(2);
          return sideBySide(() -> queued.offer(0), () -> queued.offer(1), () -> queued.offer(2))
              .then(
                  () -> {
                    long taken = queued.offered.stream().filter(Optional::isPresent).count();
                    assertEquals(2, taken, "updates that were taken");
                  });
        });
  }

  @Test
  void offer_besideFlushAndAnswers_isAccepted() {
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
                      if (queued.took(user)) {
                        assertEquals(Accepted.class, queued.outcome(user).getClass());
                      }
                    }
                    for (int user = 0; user < 3; user++) {
                      queued.offer(user);
                    }
                    assertTrue(queued.took(0) && queued.took(1), "room was lost");
                    assertTrue(!queued.took(2), "room was found that is not there");
                  });
        });
  }

  @Test
  void submit_intoAFullQueue_waitsForAnAnswer() {
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
                    assertTrue(queued.took(1), "the update that waited was not taken");
                  });
        });
  }

  @Test
  void close_besideOffersAndAnswers_waitsForEveryOutcome() {
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
  void refusedKey_besideOfferAndClose_isNotSentAndLosesNothing() {
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
}
