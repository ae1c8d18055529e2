package io.github.brazeaudience.simulation;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Digest of everything observable in one simulated run: the virtual time, the objects and the
 * result of each request, and each outcome with its reason and its attempts. Two engines that
 * behave the same give the same digest for the same seed. Message texts are left out, so rewording
 * one does not change a digest.
 */
public final class TraceDigest implements SimulatedBraze.RecordingListener {
  private static final int SHOWN_BYTES = 8;

  private final VirtualTime time;
  private final MessageDigest digest;

  private TraceDigest(VirtualTime time) {
    this.time = time;
    try {
      this.digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Runs a scenario to its end and returns the digest of the run. */
  public static String of(Scenario scenario, long seed) {
    ScenarioRun run = new ScenarioRun(scenario, seed);
    TraceDigest trace = new TraceDigest(run.settings.time);
    run.simulation.braze.addListener(trace);
    var unused = run.run();
    run.callers.outcomes().forEach(trace::add);
    return HexFormat.of().formatHex(trace.digest.digest(), 0, SHOWN_BYTES);
  }

  @Override
  public void started(List<Map<String, Object>> objects) {
    add("start " + objects);
  }

  @Override
  public void ended(List<Map<String, Object>> objects, ScriptedResponse scripted) {
    add("end " + objects.size() + " " + scripted.status() + " " + scripted.failure());
  }

  /** Outcomes have no time, because they are read after the end of the run. */
  private void add(UserOutcome outcome) {
    update(
        String.format(
            Locale.ROOT,
            "outcome %d %s %s %d",
            Simulation.id(outcome),
            outcome.getClass().getSimpleName(),
            outcome.reason().map(Reason::name).orElse("-"),
            outcome.attempts()));
  }

  private void add(String line) {
    update(time.elapsed().toNanos() + " " + line);
  }

  private void update(String line) {
    digest.update((line + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
