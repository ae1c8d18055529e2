package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Renaming an audience replaces the old name on all users, unless the new name is taken. */
@Timeout(120)
class RenameTest {
  private static final int RENAMED = 0;
  private static final int OTHER = 2;
  private static final String ID = String.valueOf(Audiences.id(RENAMED));
  private static final String TAKEN = Audiences.attribute(OTHER).substring("In ".length());

  @TempDir Path directory;
  private TrackServer server;

  @BeforeEach
  void start() throws IOException {
    server = new TrackServer(number -> Answer.SUCCESS);
    Path input =
        Files.writeString(
            directory.resolve("input"),
            Audiences.snapshot("u-1", List.of(RENAMED))
                + Audiences.snapshot("u-2", List.of(RENAMED))
                + Audiences.snapshot("u-3", List.of(OTHER)));
    CommandLineRun run =
        withOptions(CommandLineRun.of("forward"), SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
            .arg(input)
            .run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  @AfterEach
  void stop() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }

  private CommandLineRun withOptions(CommandLineRun run, SendSegmentsAs mode) {
    return run.arg("--rest-endpoint")
        .arg(server.endpoint())
        .arg("--send-segments-as")
        .arg(mode)
        .arg("--store")
        .arg(directory.resolve("store"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .in(BrokenInputStream.after(""));
  }

  private CommandLineRun rename(SendSegmentsAs mode, String id, String name) {
    return withOptions(CommandLineRun.of("rename", id, name), mode);
  }

  @ParameterizedTest
  @EnumSource
  void rename_toAFreeNameInAnyMode_movesTheAttribute(SendSegmentsAs mode) {
    CommandLineRun run = rename(mode, ID, "New Name").run();

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err()).contains("Renaming audience 11034: 2 users, 1 request, 4 data points");
    assertThat(server.profiles().get("u-1"))
        .containsEntry("In New Name", true)
        .doesNotContainKey(Audiences.attribute(RENAMED));
    assertThat(rename(mode, ID, "New Name").run().err()).contains("0 users, 0 requests");
  }

  @Test
  void rename_dryRun_printsTheBodiesAndChangesNothing() throws IOException {
    byte[] before = Files.readAllBytes(directory.resolve("store"));
    int requests = server.requests();
    CommandLineRun run =
        rename(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT, ID, "New Name").arg("--dry-run").run();

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(run.err())
        .contains("Dry run: nothing is sent")
        .contains("Renaming audience 11034: 2 users, 1 request, 4 data points");
    assertThat(run.out().lines())
        .singleElement()
        .asString()
        .startsWith("{\"attributes\":[")
        .contains("\"In New Name\":true", "\"" + Audiences.attribute(RENAMED) + "\":null");
    assertThat(server.requests()).isEqualTo(requests);
    assertThat(directory.resolve("store")).hasBinaryContent(before);
  }

  @Test
  void rename_toATakenName_isExit1AndSendsNothing() throws IOException {
    for (String dryRun : List.of("", "--dry-run")) {
      int requests = server.requests();
      CommandLineRun run = rename(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT, ID, TAKEN);
      if (!dryRun.isEmpty()) {
        run.arg(dryRun);
      }
      run.run();

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
      assertThat(run.out()).isEmpty();
      assertThat(run.err())
          .contains("2 NAME_CONFLICT: audience 11034 cannot be renamed")
          .contains("\"In " + TAKEN + "\" belongs to audience 11036")
          .contains("to swap two names, rename one to a free name first");
      List<Map<String, Object>> outcomes =
          Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
      assertThat(outcomes)
          .hasSize(2)
          .allSatisfy(
              outcome ->
                  assertThat(outcome)
                      .containsEntry("status", "rejected")
                      .containsEntry("reason", "NAME_CONFLICT"));
      assertThat(server.requests()).isEqualTo(requests);
    }
  }

  @Test
  void rename_ofAnAudienceWithoutUsersToATakenName_isExit1() {
    CommandLineRun run = rename(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT, "1", TAKEN).run();

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.err()).contains("audience 1 cannot be renamed", "belongs to audience 11036");
  }
}
