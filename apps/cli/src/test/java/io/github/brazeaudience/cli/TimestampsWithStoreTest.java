package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Specifies updates that are older than what the store has. */
@Execution(ExecutionMode.CONCURRENT)
final class TimestampsWithStoreTest extends StoreRunsFixture {
  private static String at(String line, long timestamp) {
    return line.stripTrailing().replaceFirst("}$", ",\"timestamp\":" + timestamp + "}") + "\n";
  }

  @Test
  void run_olderUpdate_isUnchangedAndListedAsSupersededIfAskedFor() throws IOException {
    String newer = at(Audiences.snapshot("u-1", Set.of(0)), 2_000);
    String older = at(Audiences.snapshot("u-1", Set.of(1)), 1_000);
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_ATTRIBUTE;
    assertThat(store.command(mode, newer).run().exitCode()).isZero();
    int requests = store.server().requests();

    CommandLineRun run = store.command(mode, newer + older).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(store.outcomes()).isEmpty();

    run = store.command(mode, newer + older).arg("--outcomes-unchanged").run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(store.server().requests()).as("nothing is sent").isEqualTo(requests);
    assertThat(store.outcomes()).hasSize(2);
    assertThat(store.outcomes().get(0))
        .containsEntry("status", "unchanged")
        .containsEntry("reason", null);
    assertThat(store.outcomes().get(1))
        .containsEntry("index", 1L)
        .containsEntry("line", 2L)
        .containsEntry("status", "unchanged")
        .containsEntry("reason", "SUPERSEDED")
        .containsEntry("attempts", 0L);
    assertThat(store.counts()).containsEntry("unchanged", 2L).containsEntry("accepted", 0L);
  }
}
