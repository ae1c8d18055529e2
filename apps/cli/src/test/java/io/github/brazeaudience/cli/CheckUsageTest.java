package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.FakeBraze;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the options, the output and the exit codes of the command {@code check}. */
class CheckUsageTest extends CheckFixture {
  @Test
  void check_json_printsOneObjectPerFinding() {
    try (FakeBraze braze = CheckedWorkspace.Defect.ARRAY_TOO_SHORT.start()) {
      CommandLineRun run = check(braze.port(), "--json");

      assertThat(run.out().lines()).hasSize(1);
      assertThat(Json.object(run.out()))
          .containsOnlyKeys("severity", "code", "attribute", "message")
          .containsEntry("severity", "ERROR")
          .containsEntry("code", "ARRAY_LENGTH_TOO_SMALL")
          .containsEntry("attribute", "SegmentMembershipArray");
    }
  }

  @Test
  void check_jsonWithoutFindings_printsNothing() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      assertThat(check(braze.port(), "--json").out()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void check_missingFile_isRefusedInEveryMode(SendSegmentsAs mode) {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      CommandLineRun run =
          command(braze.port(), "--send-segments-as", mode.name())
              .arg(directory.resolve("missing"))
              .run();

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(2);
      assertThat(run.err()).contains("does not exist");
      assertThat(braze.requests()).isZero();
    }
  }

  @Test
  void check_missingKeyOrFile_isRefusedBeforeAnyRequest() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      CommandLineRun noKey = command(braze.port()).environment(Map.of()).run();
      CommandLineRun noFile =
          command(braze.port(), "--send-segments-as=ONE_ATTRIBUTE_PER_SEGMENT")
              .arg(directory.resolve("missing"))
              .run();
      CommandLineRun noStore = command(braze.port(), "--unknown-users=read-back").run();

      assertThat(List.of(noKey.exitCode(), noFile.exitCode(), noStore.exitCode())).containsOnly(2);
      assertThat(noKey.err()).contains("BRAZE_REST_API_KEY");
      assertThat(noFile.err()).contains("does not exist");
      assertThat(noStore.err()).contains("--store");
      assertThat(braze.requests()).isZero();
    }
  }

  @Test
  void check_signal_exits130() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      CommandLineRun run = command(braze.port());
      run.signal();

      assertThat(run.run().exitCode()).isEqualTo(130);
      assertThat(run.out()).startsWith("ERROR  NOT_CHECKED  ");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--device-match=lookup, users.export.ids",
    "--wait-processed=10m, users.track.status",
    "--device-match=idfa, ''"
  })
  void check_optionThatNeedsAPermission_checksIt(String option, String permission) {
    try (FakeBraze braze =
        CheckedWorkspace.without(CheckedWorkspace.healthy(), "users.export.ids").start()) {
      CommandLineRun run = command(braze.port(), option).run();

      assertThat(run.exitCode()).as(run.toString()).isEqualTo(permission.isEmpty() ? 0 : 1);
      if (!permission.isEmpty()) {
        assertThat(run.out().lines())
            .singleElement()
            .asString()
            .startsWith("ERROR  PERMISSION_MISSING  ")
            .contains("lacks the permission " + permission);
      }
    }
  }

  @Test
  void check_audiencesOfTheStore_areChecked() {
    try (FakeBraze braze = CheckedWorkspace.healthy().start()) {
      CommandLineRun forward =
          CommandLineRun.forward(
                  "--rest-endpoint",
                  "http://127.0.0.1:" + braze.port(),
                  "--send-segments-as=ONE_ATTRIBUTE_PER_SEGMENT",
                  "--store",
                  directory.resolve("users.store").toString())
              .environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, KEY))
              .arg(users)
              .run();
      assertThat(forward.exitCode()).as(forward.toString()).isZero();
      CommandLineRun run =
          command(braze.port(), "--send-segments-as=ONE_ATTRIBUTE_PER_SEGMENT", "--store")
              .arg(directory.resolve("users.store"))
              .run();

      assertThat(run.out()).as(run.toString()).isEqualTo("nothing is wrong\n");
      assertThat(braze.requestsTo("/custom_attributes")).isEqualTo(3);
    }
  }
}
