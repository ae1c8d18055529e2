package io.github.brazeaudience.interleaving;

import static org.jetbrains.lincheck.datastructures.ManagedStrategyGuaranteeKt.forClasses;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jetbrains.kotlinx.lincheck.Actor;
import org.jetbrains.kotlinx.lincheck.execution.ExecutionScenario;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jetbrains.lincheck.datastructures.verifier.EpsilonVerifier;

/**
 * Runs the actions of several threads repeatedly, each time with their steps in another order. The
 * orders come from the model checker Lincheck, which decides after each access to shared memory
 * which thread continues. On a failure it prints the order of the steps.
 *
 * <p>An action must not read a clock, use randomness or start a thread.
 */
public final class Interleavings {
  /** The number of tested orders, which are the same in each run. */
  private static final int ORDERS =
      Integer.getInteger("interleavings", Boolean.getBoolean("tests.full") ? 100 : 5);

  /**
   * Time after which an order counts as stuck. Lincheck's default of 30 s, which is not public, is
   * too short for the first order on a busy machine, because it includes loading the classes.
   */
  private static final Duration STUCK_AFTER = Duration.ofMinutes(3);

  /** Classes without shared state, whose methods run as one step. */
  private static final List<String> IN_ONE_STEP =
      List.of(
          "io.github.brazeaudience.config.",
          "io.github.brazeaudience.event.",
          "io.github.brazeaudience.outcome.",
          "io.github.brazeaudience.payload.",
          "io.github.brazeaudience.transport.Transport",
          "io.github.brazeaudience.internal.wire.",
          "io.github.brazeaudience.internal.resilience.CircuitBreaker",
          "io.github.brazeaudience.internal.resilience.RetryTokenBucket",
          "io.github.brazeaudience.internal.engine.BatchSplitter",
          "io.github.brazeaudience.internal.engine.OpenWrites",
          "io.github.brazeaudience.internal.engine.Times",
          "io.github.brazeaudience.internal.engine.UserWrite",
          "io.github.brazeaudience.internal.engine.WriteOutcomes",
          "com.squareup.moshi.",
          "okio.",
          "kotlin.");

  private static final List<String> COLLECTIONS =
      Stream.of("Array", "Collections", "Hash", "IdentityHash", "Immutable", "LinkedHash", "Tree")
          .map(name -> "java.util." + name)
          .toList();

  /** Methods of a collection that call code of its elements or of the caller. */
  private static final Set<String> TAKES_CODE =
      Set.of("forEach", "removeIf", "computeIfAbsent", "toArray");

  private Interleavings() {}

  /** True for a collection that is not thread-safe; each access to it is one step. */
  private static boolean isPlainCollection(String name) {
    return COLLECTIONS.stream().anyMatch(name::startsWith);
  }

  /**
   * Runs a scenario in many orders.
   *
   * @param scenario creates the scenario with all state that its actions change
   */
  public static void each(Supplier<SideBySide> scenario) {
    SideBySide once = scenario.get();
    once.actions.forEach(Runnable::run);
    once.check.run();
    Model.scenario = scenario;
    new ModelCheckingOptions()
        .iterations(0)
        .addCustomScenario(Model.scenario(once.actions.size()))
        .minimizeFailedScenario(false)
        .invocationsPerIteration(ORDERS)
        .verifier(EpsilonVerifier.class)
        .invocationTimeout$lincheck(STUCK_AFTER.toMillis())
        .addGuarantee(
            forClasses(name -> IN_ONE_STEP.stream().anyMatch(name::startsWith))
                .allMethods()
                .ignore())
        .addGuarantee(
            forClasses(Interleavings::isPlainCollection)
                .methods(name -> !TAKES_CODE.contains(name))
                .ignore())
        .check(Model.class);
  }

  /**
   * Creates a scenario with one thread per action, at most 4. No action may wait for a later one.
   */
  public static SideBySide sideBySide(Runnable... actions) {
    return new SideBySide(List.of(actions), () -> {});
  }

  /** Actions of several threads and a check that runs after them. */
  public static final class SideBySide {
    private final List<Runnable> actions;
    private final Runnable check;

    private SideBySide(List<Runnable> actions, Runnable check) {
      this.actions = actions;
      this.check = check;
    }

    /** Sets the check that runs after all actions have ended. */
    public SideBySide then(Runnable holds) {
      return new SideBySide(actions, holds);
    }
  }

  /** Scenario as a Lincheck model. */
  public static final class Model {
    private static final List<String> ACTIONS = List.of("first", "second", "third", "fourth");
    private static Supplier<SideBySide> scenario = Interleavings::sideBySide;
    private SideBySide made = sideBySide();

    private static ExecutionScenario scenario(int actions) {
      List<List<Actor>> threads = new ArrayList<>();
      ACTIONS.subList(0, actions).forEach(name -> threads.add(List.of(actor(name))));
      return new ExecutionScenario(List.of(actor("make")), threads, List.of(), null);
    }

    private static Actor actor(String name) {
      try {
        return new Actor(Model.class.getMethod(name), List.of());
      } catch (NoSuchMethodException e) {
        throw new AssertionError(e);
      }
    }

    /** Runs before the actions, also under the model checker. */
    @Operation
    public void make() {
      made = scenario.get();
    }

    @Operation
    public void first() {
      made.actions.get(0).run();
    }

    @Operation
    public void second() {
      made.actions.get(1).run();
    }

    @Operation
    public void third() {
      made.actions.get(2).run();
    }

    @Operation
    public void fourth() {
      made.actions.get(3).run();
    }

    @Validate
    public void holds() {
      made.check.run();
    }
  }
}
