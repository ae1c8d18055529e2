package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.simulation.Scenario;
import io.github.brazeaudience.simulation.TraceDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares each scenario's traces with the recorded ones, which shows that a refactoring of the
 * engine did not change its behavior. After an intended change, record new traces with {@code
 * -Dtrace.record=true}; {@code -Dseeds} sets the number of seeds, and {@code -Dtrace.directory} a
 * directory for a longer recording that is not committed.
 */
class TraceDigestTest {
  private static final int SEEDS = Integer.getInteger("seeds", 20);
  private static final Path DIRECTORY =
      Path.of(System.getProperty("trace.directory", "src/test/traces"));

  /** Errors are drawn per call of the timer, the clock and the store, so they are not compared. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"ENGINE_FAULTS", "ENGINE_AND_STORE_FAULTS"})
  void run_equalSeed_hasTheRecordedTrace(Scenario scenario) throws IOException {
    List<String> digests = new ArrayList<>();
    for (long seed = 1; seed <= SEEDS; seed++) {
      digests.add(seed + " " + TraceDigest.of(scenario, seed));
    }
    Path recorded = DIRECTORY.resolve(scenario.name() + ".txt");
    if (Boolean.getBoolean("trace.record")) {
      Files.createDirectories(DIRECTORY);
      Files.write(recorded, digests);
    }
    assertThat(digests).isEqualTo(Files.readAllLines(recorded).subList(0, SEEDS));
  }
}
