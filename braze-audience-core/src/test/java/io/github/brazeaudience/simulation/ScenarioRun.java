package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.simulation.DeliveryTrace.ObjectWrite;
import io.github.brazeaudience.simulation.RunSettings.EntryPoint;
import io.github.brazeaudience.simulation.SimulatedCallers.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run of a scenario with callers, a forwarder and a simulated Braze, until all are idle. */
public final class ScenarioRun implements SimulatedBraze.RecordingListener {
  /** Disturbance of the callers at a random instant. */
  enum Disturbance {
    CANCEL,
    INTERRUPT,
    CLOSE,
    CLOSE_QUEUE
  }

  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  private final Scenario scenario;
  final RunSettings settings;
  final @Nullable Disturbance disturbance;
  public final Simulation simulation;
  final SimulatedCallers callers;
  private final Random random;
  private final List<String> violations = new ArrayList<>();
  private final Set<String> sharedRequestWithBadUser = new HashSet<>();
  private @Nullable AudienceQueue queue;

  public ScenarioRun(Scenario scenario, long seed) {
    this.scenario = scenario;
    settings = new RunSettings(seed);
    random = settings.random;
    disturbance = scenario.configure(settings);
    simulation =
        new Simulation(settings.time, seed, settings.config(), settings.script, settings::policies);
    simulation.trace.requireMinInterval(settings.minUserWriteInterval);
    simulation.braze.addListener(this);
    settings.serverLimits.forEach(simulation.braze::addListener);
    simulation.braze.injectFaults(settings.faults);
    callers = new SimulatedCallers(settings, simulation.forwarder);
  }

  /** Runs the scenario and returns a description of each violation. */
  public List<String> run() {
    Thread.interrupted();
    disturb();
    submitUpdates();
    if (disturbance == Disturbance.CLOSE || disturbance == Disturbance.CLOSE_QUEUE) {
      settings.time.advance(settings.randomInstant());
      close();
    }
    settings.time.runUntilIdle();
    checkRecovery();
    close();
    settings.time.runUntilIdle();
    Thread.interrupted();
    check();
    scenario.checkExpectation(this);
    return violations;
  }

  /** Checks that updates are delivered after the injected faults have stopped. */
  private void checkRecovery() {
    FaultInjector faults = settings.faults;
    if (faults == null) {
      return;
    }
    faults.stop();
    Thread.interrupted();
    if (disturbance == Disturbance.CLOSE || disturbance == Disturbance.CLOSE_QUEUE) {
      return;
    }
    // Independent of the timers that are still set.
    long elapsed = settings.time.elapsed().toNanos();
    settings.time.advance(Duration.ofNanos(DAY_NANOS - elapsed % DAY_NANOS));
    int before = callers.outcomes().size();
    if (queue != null) {
      callers.offer(queue);
    }
    callers.forward(1);
    settings.time.runUntilIdle();
    List<UserOutcome> recovered = callers.outcomes();
    for (UserOutcome outcome : recovered.subList(before, recovered.size())) {
      expect(
          outcome instanceof Accepted || outcome.reason().orElseThrow() == Reason.NO_IDENTIFIER,
          "not delivered after the faults stopped: " + outcome);
    }
  }

  private void disturb() {
    if (disturbance == Disturbance.CANCEL) {
      for (int i = 0; i < 4; i++) {
        settings.time.schedule(callers::cancelOne, settings.randomInstant());
      }
    } else if (disturbance == Disturbance.INTERRUPT) {
      Thread caller = Thread.currentThread();
      settings.time.schedule(caller::interrupt, settings.randomInstant());
    } else if (disturbance == Disturbance.CLOSE && random.nextBoolean()) {
      settings.time.onOtherThread(simulation.forwarder::close, settings.randomInstant());
    }
  }

  private void submitUpdates() {
    int updates = settings.updates;
    if (settings.entryPoint.hasQueue()) {
      queue = callers.queue(updates);
    }
    if (settings.entryPoint == EntryPoint.FORWARD_ASYNC
        || settings.entryPoint == EntryPoint.ALL_AT_ONCE) {
      int calls = 1 + random.nextInt(8);
      for (int i = 0; i < calls; i++) {
        int count = 1 + random.nextInt(2 * updates / calls);
        settings.time.schedule(() -> callers.forwardAsync(count), settings.randomInstant());
      }
    }
    if (settings.entryPoint == EntryPoint.FORWARD_ALL
        || settings.entryPoint == EntryPoint.ALL_AT_ONCE) {
      callers.forwardAll(2 * updates);
      Thread.interrupted();
    }
    if (settings.entryPoint == EntryPoint.FORWARD
        || settings.entryPoint == EntryPoint.ALL_AT_ONCE) {
      int calls = 1 + random.nextInt(4);
      for (int i = 0; i < calls; i++) {
        callers.forward(1 + random.nextInt(2 * updates / calls));
        Thread.interrupted();
        settings.time.advance(settings.randomInstant());
      }
    }
  }

  /**
   * A close waits for the requests in flight and, with a store, for the settlement of their
   * records; then it tries to settle records that could not be settled before.
   */
  private Duration closeLimit() {
    boolean hasStore = settings.faults != null && settings.faults.store() != null;
    return hasStore
        ? SimulatedCallers.END_TOLERANCE.multipliedBy(2)
        : SimulatedCallers.END_TOLERANCE;
  }

  /** Closes the queue, then the forwarder; {@code CLOSE} closes the forwarder of an open queue. */
  private void close() {
    Duration begin = settings.time.elapsed();
    AudienceQueue open = queue;
    if (open != null && disturbance != Disturbance.CLOSE) {
      open.close();
    }
    if (disturbance != Disturbance.CLOSE_QUEUE) {
      simulation.forwarder.close();
      Duration took = settings.time.elapsed().minus(begin);
      expect(
          disturbance != Disturbance.CLOSE || took.compareTo(closeLimit()) <= 0,
          "the close took " + took);
    }
    settings.time.advance(Duration.ZERO);
    if (disturbance != Disturbance.CLOSE_QUEUE
        && callers.outcomes().size() != callers.inputs().size()) {
      violations.add("the forwarder is closed, but updates have no outcome yet");
    }
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    if (callers.stopped().contains(call(objects))) {
      violations.add("a request of a call that has ended");
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, ScriptedResponse scripted) {
    if (objects.stream().map(SimulatedBraze::user).anyMatch(settings.badUsers)) {
      objects.forEach(object -> sharedRequestWithBadUser.add(SimulatedBraze.user(object)));
    }
    Call call = call(objects);
    boolean ended = scripted.status() == 401 || scripted.status() == 403;
    if (ended && !call.name().startsWith("queue")) {
      callers.stopped().add(call);
    }
  }

  private Call call(List<Map<String, Object>> objects) {
    return callers.inputs().get(DeliveryTrace.ids(objects.get(0)).get(0));
  }

  private void check() {
    violations.addAll(callers.violations());
    violations.addAll(
        OutcomeOracle.violations(
            simulation.braze, simulation.trace, callers.inputs().keySet(), callers.outcomes()));
    settings.serverLimits.forEach(serverLimit -> violations.addAll(serverLimit.violations()));
    expect(
        simulation.braze.maxStartsIn(RunSettings.WINDOW) <= settings.starts,
        "more starts in 3 s than the limit allows");
    expect(
        simulation.braze.maxInFlight() <= settings.concurrency.largest(),
        "more requests in flight than allowed");
    expect(
        queue != null || callers.requests() == simulation.braze.requests(),
        "requests that are missing from the reports");
    simulation.trace.writes().values().forEach(this::checkOrder);
  }

  /** Checks that updates of one call are in order per user and not merged with other calls. */
  private void checkOrder(List<ObjectWrite> writes) {
    Map<Call, Long> last = new HashMap<>();
    for (ObjectWrite write : writes) {
      Call call = callers.inputs().get(write.ids.get(0));
      for (Long id : write.ids) {
        expect(call.equals(callers.inputs().get(id)), "updates of two calls were merged");
        expect(id > last.getOrDefault(call, 0L), "updates of one user were not written in order");
      }
      last.put(call, write.ids.stream().max(Long::compare).orElseThrow());
    }
  }

  void expect(boolean condition, String violation) {
    if (!condition) {
      violations.add(violation);
    }
  }

  /** True if a user was ever in a request with a bad user. */
  boolean sharedRequestWithBadUser(String user) {
    return sharedRequestWithBadUser.contains(user);
  }

  boolean isOfBadUser(UserOutcome outcome) {
    return settings.badUsers.test(Simulation.user(outcome));
  }

  /** Returns the outcomes of all updates with an identifier. */
  public List<UserOutcome> sent() {
    return callers.outcomes().stream()
        .filter(outcome -> outcome.reason().orElse(null) != Reason.NO_IDENTIFIER)
        .toList();
  }

  /** Returns the number of requests needed if none is refused. */
  long fullRequests() {
    Map<Call, Long> updates =
        callers.inputs().values().stream()
            .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    return updates.values().stream()
        .mapToLong(count -> (count + PayloadLimits.MAX_OBJECTS - 1) / PayloadLimits.MAX_OBJECTS)
        .sum();
  }
}
