package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.FakeBraze;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests that a run leaves the reserve of the budget that Braze reports to other clients. */
@Timeout(120)
class ReserveRunTest {
  @TempDir Path directory;

  /** A response reports that 20 of 100 requests are left for almost an hour. */
  @ParameterizedTest
  @CsvSource({"20%, 75, 1", "19%, 75, 1", "5%, 150, 2", "0%, 150, 2"})
  void run_remainingRequestsNearTheReserve_sendsNoneOfTheReserve(
      String reserve, int accepted, int requests) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < 150; i++) {
      lines.append("{\"identities\":{\"customer_id\":\"u-").append(i).append("\"},");
      lines.append("\"member_of\":[{\"id\":1,\"name\":\"A\"}]}\n");
    }
    Path summary = directory.resolve("summary");
    try (FakeBraze braze =
        FakeBraze.builder()
            .answerHeader("x-ratelimit-limit", "100")
            .answerHeader("x-ratelimit-remaining", "20")
            .answerHeader("x-ratelimit-reset", "3590")
            .start()) {
      CommandLineRun run =
          CommandLineRun.forward("--rest-endpoint", "http://127.0.0.1:" + braze.port())
              .environment(
                  Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
              .arg("--max-in-flight=1")
              .arg("--reserve=" + reserve)
              .arg("--summary")
              .arg(summary)
              .arg(Files.writeString(directory.resolve("in"), lines))
              .run();

      assertThat(Json.object(Files.readString(summary)))
          .as(run.toString())
          .containsEntry("accepted", (long) accepted)
          .containsEntry("not_sent", 150L - accepted)
          .containsEntry("requests", (long) requests);
    }
  }
}
