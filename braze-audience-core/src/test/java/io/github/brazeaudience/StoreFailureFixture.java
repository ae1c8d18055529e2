package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;

import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.FailingStore;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.simulation.SneakyThrow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Forwarder with a membership store that fails or does not return. */
abstract class StoreFailureFixture {
  final BrokenStore store = new BrokenStore(InMemoryMembershipStore.create());
  final StoreThread thread = new StoreThread();

  final Simulation simulation =
      new Simulation(
          1,
          (request, objects) -> ScriptedResponse.of(201, SUCCESS),
          builder ->
              builder
                  .minUserWriteInterval(Duration.ZERO)
                  .membership(store, MembershipPolicy.defaults())
                  .storeExecutor(thread));

  /** Store that throws at some of its calls, counted from 1. */
  static final class BrokenStore extends FailingStore {
    int firstFailing = Integer.MAX_VALUE;
    int lastFailing = Integer.MAX_VALUE;
    Throwable thrown = new UncheckedIOException(new IOException("No space left on device"));
    int calls;

    BrokenStore(MembershipStore store) {
      super(store);
    }

    void failCalls(int first, int last) {
      firstFailing = calls + first;
      lastFailing = calls + last;
    }

    @Override
    protected void called() {
      calls++;
      if (calls >= firstFailing && calls <= lastFailing) {
        SneakyThrow.<Void, RuntimeException>sneakyThrow(thrown);
      }
    }
  }

  /** Executor that runs store tasks after a millisecond, unless it blocks or rejects them. */
  final class StoreThread implements Executor {
    final Queue<Runnable> blocked = new ArrayDeque<>();
    boolean blocks;
    int blocksAfter = Integer.MAX_VALUE;
    @Nullable Throwable refusal;

    @Override
    public void execute(Runnable task) {
      if (refusal != null) {
        SneakyThrow.<Void, RuntimeException>sneakyThrow(refusal);
      }
      blocks |= blocksAfter-- <= 0;
      if (blocks) {
        blocked.add(task);
      } else {
        simulation.time.schedule(task, Duration.ofMillis(1));
      }
    }

    void goesOn() {
      blocks = false;
      blocksAfter = Integer.MAX_VALUE;
      while (!blocked.isEmpty()) {
        blocked.remove().run();
      }
    }
  }

  UserOutcome forwardOne(int id) {
    return simulation.forwarder.forward(List.of(Simulation.update("u", id))).outcomes().get(0);
  }
}
