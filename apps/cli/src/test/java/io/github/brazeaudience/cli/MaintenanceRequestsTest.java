package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Specifies the requests of the commands that change all users in a store. */
@Execution(ExecutionMode.CONCURRENT)
final class MaintenanceRequestsTest extends StoreRunsFixture {
  @ParameterizedTest
  @ValueSource(strings = {"retire", "rename"})
  void run_maxObjectsPerRequest_limitsTheRequestsOfAMaintenance(String command) throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
    String text =
        IntStream.range(0, 7)
            .mapToObj(user -> Audiences.snapshot(SomeUsers.user(user), Set.of(0)))
            .collect(Collectors.joining());
    assertThat(store.command(mode, text).run().exitCode()).isZero();
    int before = store.server().requests();

    CommandLineRun run =
        CommandLineRun.of(command, "--rest-endpoint", store.server().endpoint())
            .arg(Audiences.id(0))
            .arg("--send-segments-as")
            .arg(mode)
            .arg("--store")
            .arg(store.file())
            .arg("--max-objects-per-request")
            .arg(3);
    run = command.equals("rename") ? run.arg("Another name") : run;

    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(store.server().requests() - before).isEqualTo(3);
  }
}
