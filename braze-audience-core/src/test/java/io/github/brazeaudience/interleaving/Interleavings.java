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
 * Runs actions side by side again and again, each time with their steps in another order. The
 * orders come from a model checker, Lincheck, which decides after each access to shared memory
 * which thread goes on; when something does not hold, it shows the order in which it came about.
 *
 * <p>An action reads no clock, takes no chances, and starts no thread.
 */
public final class Interleavings {
  /** How many orders are tried; the same ones each time. */
  private static final int ORDERS =
      Integer.getInteger("interleavings", Boolean.getBoolean("tests.full") ? 100 : 10);

  /**
   * When an order counts as stuck. Lincheck's 30 s, which it keeps to itself, are not enough for
   * the first one, in which classes are prepared, if the machine is very busy.
   */
  private static final Duration GIVEN_UP_AFTER = Duration.ofMinutes(3);

  /** What is known to touch nothing shared is run in one step. */
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
      Stream.of("Array", "Collections", "Hash", "IdentityHash", "Immutable", "LinkedHash")
          .map(name -> "java.util." + name)
          .toList();

  /** What of a collection runs code that is not its own. */
  private static final Set<String> TAKES_CODE =
      Set.of("forEach", "removeIf", "computeIfAbsent", "toArray");

  private Interleavings() {}

  /** A collection for one thread, of which each access is one step. */
  private static boolean isPlainCollection(String name) {
    return COLLECTIONS.stream().anyMatch(name::startsWith);
  }

  /**
   * Tries a scenario.
   *
   * @param scenario makes it anew, with all that its actions change
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
        .invocationTimeout$lincheck(GIVEN_UP_AFTER.toMillis())
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

  /** Actions of as many threads, at most 4, in an order in which none waits for a later one. */
  public static SideBySide sideBySide(Runnable... actions) {
    return new SideBySide(List.of(actions), () -> {});
  }

  /** Actions of several threads and what must hold after them. */
  public static final class SideBySide {
    private final List<Runnable> actions;
    private final Runnable check;

    private SideBySide(List<Runnable> actions, Runnable check) {
      this.actions = actions;
      this.check = check;
    }

    /** Says what must hold when all have ended. */
    public SideBySide then(Runnable holds) {
      return new SideBySide(actions, holds);
    }
  }

  /** The scenario in the form that Lincheck takes. */
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

    /** Before the others, under the eyes of the model checker too. */
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
