package io.github.brazeaudience.simulation;

import io.github.brazeaudience.AudienceQueue;
import io.github.brazeaudience.simulation.Callers.Call;
import io.github.brazeaudience.simulation.Ledger.Written;
import io.github.brazeaudience.simulation.Setting.Door;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
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

/**
 * One run of a scenario: callers, a forwarder and a simulated Braze, until nothing is left to do.
 */
public final class ScenarioRun implements SimulatedBraze.Witness {
  /** What happens to the callers at a random instant. */
  enum Disturbance {
    CANCEL,
    INTERRUPT,
    CLOSE,
    CLOSE_QUEUE
  }

  private static final long DAY_NANOS = Duration.ofDays(1).toNanos();

  private final Scenario scenario;
  final Setting setting;
  final @Nullable Disturbance disturbance;
  public final Simulation simulation;
  final Callers callers;
  private final Random random;
  private final List<String> lies = new ArrayList<>();
  private final Set<String> inBadCompany = new HashSet<>();
  private @Nullable AudienceQueue queue;

  public ScenarioRun(Scenario scenario, long seed) {
    this.scenario = scenario;
    setting = new Setting(seed);
    random = setting.random;
    disturbance = scenario.set(setting);
    simulation =
        new Simulation(setting.time, seed, setting.config(), setting.script, setting::policies);
    simulation.ledger.demandRest(setting.minUserWriteInterval);
    simulation.braze.seenBy(this);
    setting.quotas.forEach(simulation.braze::seenBy);
    simulation.braze.failsWith(setting.faults);
    callers = new Callers(setting, simulation.forwarder);
  }

  /** Runs; gives what was untrue or forbidden, in words. */
  public List<String> lies() {
    Thread.interrupted();
    disturb();
    comeIn();
    if (disturbance == Disturbance.CLOSE || disturbance == Disturbance.CLOSE_QUEUE) {
      setting.time.advance(setting.instant());
      close();
    }
    setting.time.runOut();
    heal();
    close();
    setting.time.runOut();
    Thread.interrupted();
    check();
    scenario.checkPromise(this);
    return lies;
  }

  /** After faults that pass, what is handed in is delivered as ever. */
  private void heal() {
    Faults faults = setting.faults;
    if (faults == null) {
      return;
    }
    faults.end();
    Thread.interrupted();
    if (disturbance == Disturbance.CLOSE || disturbance == Disturbance.CLOSE_QUEUE) {
      return;
    }
    // At a time that does not depend on the timers that are left.
    long elapsed = setting.time.elapsed().toNanos();
    setting.time.advance(Duration.ofNanos(DAY_NANOS - elapsed % DAY_NANOS));
    int before = callers.outcomes().size();
    if (queue != null) {
      callers.offer(queue);
    }
    callers.forward(1);
    setting.time.runOut();
    List<UserOutcome> healed = callers.outcomes();
    for (UserOutcome outcome : healed.subList(before, healed.size())) {
      expect(
          outcome instanceof Accepted || outcome.reason().orElseThrow() == Reason.NO_IDENTIFIER,
          "not healed: " + outcome);
    }
  }

  private void disturb() {
    if (disturbance == Disturbance.CANCEL) {
      for (int i = 0; i < 4; i++) {
        setting.time.schedule(callers::cancelOne, setting.instant());
      }
    } else if (disturbance == Disturbance.INTERRUPT) {
      Thread caller = Thread.currentThread();
      setting.time.schedule(caller::interrupt, setting.instant());
    } else if (disturbance == Disturbance.CLOSE && random.nextBoolean()) {
      setting.time.elsewhere(simulation.forwarder::close, setting.instant());
    }
  }

  private void comeIn() {
    int updates = setting.updates;
    if (setting.door.hasQueue()) {
      queue = callers.queue(updates);
    }
    if (setting.door == Door.FORWARD_ASYNC || setting.door == Door.ALL_AT_ONCE) {
      int calls = 1 + random.nextInt(8);
      for (int i = 0; i < calls; i++) {
        int count = 1 + random.nextInt(2 * updates / calls);
        setting.time.schedule(() -> callers.forwardAsync(count), setting.instant());
      }
    }
    if (setting.door == Door.FORWARD_ALL || setting.door == Door.ALL_AT_ONCE) {
      callers.forwardAll(2 * updates);
      Thread.interrupted();
    }
    if (setting.door == Door.FORWARD || setting.door == Door.ALL_AT_ONCE) {
      int calls = 1 + random.nextInt(4);
      for (int i = 0; i < calls; i++) {
        callers.forward(1 + random.nextInt(2 * updates / calls));
        Thread.interrupted();
        setting.time.advance(setting.instant());
      }
    }
  }

  /** Closes what there is, the queue first unless the forwarder is to be closed under it. */
  private void close() {
    Duration begin = setting.time.elapsed();
    AudienceQueue open = queue;
    if (open != null && disturbance != Disturbance.CLOSE) {
      open.close();
    }
    if (disturbance != Disturbance.CLOSE_QUEUE) {
      simulation.forwarder.close();
      expect(
          disturbance != Disturbance.CLOSE
              || setting.time.elapsed().minus(begin).compareTo(Callers.TO_END) <= 0,
          "what was in flight holds up the close");
    }
    setting.time.advance(Duration.ZERO);
    if (disturbance != Disturbance.CLOSE_QUEUE
        && callers.outcomes().size() != callers.inputs().size()) {
      lies.add("the forwarder is closed, but updates have no outcome yet");
    }
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    if (callers.stopped().contains(call(objects))) {
      lies.add("a request of a call that is over");
    }
  }

  @Override
  public void ended(List<Map<String, Object>> objects, Fate fate) {
    if (objects.stream().map(SimulatedBraze::user).anyMatch(setting.bad)) {
      objects.forEach(object -> inBadCompany.add(SimulatedBraze.user(object)));
    }
    Call call = call(objects);
    boolean over = fate.status() == 401 || fate.status() == 403;
    if (over && !call.name().startsWith("queue")) {
      callers.stopped().add(call);
    }
  }

  private Call call(List<Map<String, Object>> objects) {
    return callers.inputs().get(Ledger.ids(objects.get(0)).get(0));
  }

  private void check() {
    lies.addAll(callers.lies());
    lies.addAll(
        Honesty.lies(
            simulation.braze, simulation.ledger, callers.inputs().keySet(), callers.outcomes()));
    setting.quotas.forEach(quota -> lies.addAll(quota.violations()));
    expect(
        simulation.braze.mostStartsIn(Setting.WINDOW) <= setting.starts,
        "more starts in 3 s than the limit allows");
    expect(
        simulation.braze.mostInFlight() <= setting.concurrency.largest(),
        "more in flight than is allowed");
    expect(
        queue != null || callers.requests() == simulation.braze.requests(),
        "requests that no report tells of");
    simulation.ledger.writes().values().forEach(this::checkOrder);
  }

  /** The updates of one call for one user are never overtaken, nor merged with those of others. */
  private void checkOrder(List<Written> writes) {
    Map<Call, Long> last = new HashMap<>();
    for (Written write : writes) {
      Call call = callers.inputs().get(write.ids.get(0));
      for (Long id : write.ids) {
        expect(call.equals(callers.inputs().get(id)), "updates of two calls were merged");
        expect(id > last.getOrDefault(call, 0L), "updates of one user were not written in order");
      }
      last.put(call, write.ids.stream().max(Long::compare).orElseThrow());
    }
  }

  void expect(boolean holds, String otherwise) {
    if (!holds) {
      lies.add(otherwise);
    }
  }

  /** Whether a user was ever in a request with a bad one. */
  boolean inBadCompany(String user) {
    return inBadCompany.contains(user);
  }

  boolean isOfBadUser(UserOutcome outcome) {
    return setting.bad.test(Simulation.user(outcome));
  }

  /** The outcomes of all updates but those that are for nobody. */
  public List<UserOutcome> sent() {
    return callers.outcomes().stream()
        .filter(outcome -> outcome.reason().orElse(null) != Reason.NO_IDENTIFIER)
        .toList();
  }

  /** How many requests it takes if none is refused. */
  long fullRequests() {
    Map<Call, Long> updates =
        callers.inputs().values().stream()
            .collect(Collectors.groupingBy(call -> call, Collectors.counting()));
    return updates.values().stream()
        .mapToLong(count -> (count + PayloadLimits.MAX_OBJECTS - 1) / PayloadLimits.MAX_OBJECTS)
        .sum();
  }
}
