package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests {@code --wait-processed} against FakeBraze. */
@Timeout(120)
class WaitProcessedTest {
  private static final String STATUS = "/users/track/status";
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir Path directory;

  private Path summary() {
    return directory.resolve("summary");
  }

  private CommandLineRun run(FakeBraze braze, int users, String... args) throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < users; i++) {
      lines.append("{\"identities\":{\"customer_id\":\"u-").append(i).append("\"},");
      lines.append("\"member_of\":[{\"id\":1,\"name\":\"A\"}]}\n");
    }
    CommandLineRun run =
        CommandLineRun.forward(args)
            .environment(
                Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
            .arg("--rest-endpoint")
            .arg("http://127.0.0.1:" + braze.port())
            .arg("--summary")
            .arg(summary())
            .arg("--outcomes")
            .arg(directory.resolve("outcomes"));
    return run.arg(Files.writeString(directory.resolve("in"), lines));
  }

  private Map<String, Object> summaryOf(CommandLineRun run, long accepted) throws IOException {
    Map<String, Object> summary = Json.object(Files.readString(summary()));
    assertThat(summary)
        .as(run.toString())
        .containsEntry("updates", accepted)
        .containsEntry("accepted", accepted);
    return summary;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> processed(CommandLineRun run, long accepted) throws IOException {
    return (Map<String, Object>) summaryOf(run, accepted).get("processed");
  }

  private static List<String> groups(FakeBraze braze) {
    List<String> groups = new ArrayList<>();
    braze.received().stream()
        .filter(request -> request.path().equals("/users/track"))
        .map(request -> Json.object(request.body()).get("group_id"))
        .forEach(group -> groups.add(String.valueOf(group)));
    return groups;
  }

  @Test
  void run_processingHeld_endsWhenAndOnlyWhenBrazeReportsCompleted() throws Exception {
    try (FakeBraze braze = FakeBraze.start().holdProcessing()) {
      CommandLineRun run = run(braze, 100, "--wait-processed", "10m");
      Thread thread = new Thread(run::run);
      thread.start();
      assertThat(braze.awaitRequests(2 + 3, MINUTE)).as("two polls, and a third").isTrue();
      assertThat(thread.isAlive()).isTrue();
      assertThat(summary()).isEmptyFile();
      assertThat(run.err()).contains("Waiting until Braze has processed the requests");
      braze.releaseProcessing();
      int polls = braze.requestsTo(STATUS);
      thread.join();

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(processed(run, 100)).containsEntry("status", "completed").containsKey("at");
      assertThat(run.err()).contains("Processed: Braze had processed all requests at 20");
      assertThat(braze.requestsTo(STATUS)).as("the next poll is the last").isIn(polls, polls + 1);
      assertThat(groups(braze))
          .hasSize(2)
          .allMatch(it -> it.matches("braze-audience-[0-9a-f]{28}"));
      assertThat(groups(braze).stream().distinct()).hasSize(1);
    }
  }

  @Test
  void run_notProcessedInTime_isInProgressAndExit0() throws IOException {
    try (FakeBraze braze = FakeBraze.start().holdProcessing()) {
      CommandLineRun run = run(braze, 100, "--wait-processed", "1s").run();

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(processed(run, 100))
          .isEqualTo(Map.of("status", "processing", "received", 2L, "done", 0L));
      assertThat(run.err()).contains("Not processed yet: Braze has processed 0 of 2 requests");
    }
  }

  @Test
  void run_withoutTheOption_tracksNothingAndProcessedIsNull() throws IOException {
    try (FakeBraze braze = FakeBraze.start()) {
      CommandLineRun run = run(braze, 1).run();

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(summaryOf(run, 1)).containsEntry("processed", null);
      assertThat(groups(braze)).containsExactly("null");
      assertThat(braze.requestsTo(STATUS)).isZero();
    }
  }

  @Test
  void run_noUpdates_isCompletedWithoutAStatusRequest() throws IOException {
    try (FakeBraze braze = FakeBraze.start()) {
      CommandLineRun run = run(braze, 0, "--wait-processed", "10m").run();

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(processed(run, 0)).containsEntry("status", "completed");
      assertThat(braze.requests()).isZero();
    }
  }

  @Test
  void run_keyWithoutThePermission_isUnavailableAndExit0() throws IOException {
    try (FakeBraze braze =
        FakeBraze.builder().restApiKey("some-key", Set.of("users.track")).start()) {
      assertUnavailable(braze, "use a REST API key with the permission users.track.status");
      assertThat(braze.requestsTo(STATUS)).isEqualTo(1);
    }
  }

  @Test
  void run_statusNotEnabled_isUnavailableAndExit0() throws IOException {
    String body = "{\"message\":\"API request status is not enabled for this app group.\"}";
    try (FakeBraze braze = FakeBraze.start().nextTo(STATUS, Fault.answer(403, body))) {
      assertUnavailable(braze, "request status is not enabled for the workspace");
      assertThat(braze.requestsTo(STATUS)).isEqualTo(1);
    }
  }

  @Test
  void run_workspaceThatTracksNothing_isUnavailableAndExit0() throws IOException {
    try (FakeBraze braze = FakeBraze.builder().requestStatus(false).start()) {
      assertUnavailable(braze, "request_status_not_tracked");
      assertThat(braze.requestsTo(STATUS)).isZero();
    }
  }

  @Test
  void run_groupFull_isUnavailableAndExit0() throws IOException {
    try (FakeBraze braze = FakeBraze.builder().maxRequestsPerGroup(1).start()) {
      assertUnavailable(braze, "request_status_group_full");
      assertThat(braze.requestsTo(STATUS)).isZero();
    }
  }

  private void assertUnavailable(FakeBraze braze, String why) throws IOException {
    CommandLineRun run = run(braze, 100, "--wait-processed", "10m").run();

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(processed(run, 100)).containsEntry("status", "unavailable");
    assertThat(String.valueOf(processed(run, 100).get("why"))).contains(why);
    assertThat(run.err()).contains("Processing unknown: ");
  }

  @Test
  void run_signalWhileWaiting_writesTheFilesAndIsExit130() throws Exception {
    try (FakeBraze braze = FakeBraze.start().holdProcessing()) {
      CommandLineRun run = run(braze, 1, "--wait-processed", "10m");
      Thread thread = new Thread(run::run);
      thread.start();
      assertThat(braze.awaitRequests(1 + 1, MINUTE)).isTrue();
      run.signal();
      thread.join();

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(130);
      assertThat(processed(run, 1).get("status")).isIn("processing", "unavailable");
      assertThat(directory.resolve("outcomes")).isEmptyFile();
    }
  }

  @Test
  void run_resumedFromACheckpoint_waitsForItsOwnRequests() throws IOException {
    try (FakeBraze braze = FakeBraze.start()) {
      String checkpoint = directory.resolve("checkpoint").toString();
      String[] args = {"--wait-processed", "10m", "--checkpoint", checkpoint};
      assertThat(run(braze, 1, args).run().exitCode()).isZero();
      CommandLineRun resumed = run(braze, 1, args).run();

      assertThat(processed(resumed, 0)).containsEntry("status", "completed");
      assertThat(braze.requestsTo(STATUS)).isEqualTo(1);
    }
  }

  @Test
  void run_retire_waitsToo() throws IOException {
    try (FakeBraze braze = FakeBraze.start()) {
      String store = directory.resolve("store").toString();
      assertThat(run(braze, 1, "--store", store).run().exitCode()).isZero();
      CommandLineRun run =
          CommandLineRun.of("retire", "1", "--store", store, "--wait-processed", "10m")
              .environment(
                  Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
              .arg("--rest-endpoint")
              .arg("http://127.0.0.1:" + braze.port())
              .arg("--summary")
              .arg(summary())
              .run();

      assertThat(run.exitCode()).as(run.toString()).isZero();
      assertThat(processed(run, 1)).containsEntry("status", "completed");
      assertThat(groups(braze)).hasSize(2).last().asString().startsWith("braze-audience-");
    }
  }
}
