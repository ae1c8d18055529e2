package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of runs that read back users who are not in the store. */
@Timeout(120)
class ReadBackRunTest {
  private static final String EXPORT = "/users/export/ids";
  private static final String ATTRIBUTE = "SegmentMembership";

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  private CommandLineRun run(String... lines) throws IOException {
    return CommandLineRun.forward("--rest-endpoint", "http://127.0.0.1:" + braze.port())
        .environment(Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
        .arg("--unknown-users=read-back")
        .arg("--store")
        .arg(directory.resolve("store"))
        .arg("--summary")
        .arg(directory.resolve("summary"))
        .arg("--outcomes")
        .arg(directory.resolve("outcomes"))
        .arg(Files.writeString(directory.resolve("in"), String.join("", lines)))
        .run();
  }

  private Object membership(String user) {
    return braze.profile(user).flatMap(profile -> profile.attribute(ATTRIBUTE)).orElse(null);
  }

  private Map<String, Object> summary() throws IOException {
    return Json.object(Files.readString(directory.resolve("summary")));
  }

  @Test
  void run_changesOfUnknownUsers_areAppliedToWhatTheirProfilesHold() throws IOException {
    braze.put(BrazeProfile.ofExternalId("known").withAttribute(ATTRIBUTE, "'7','11035'"));
    String known = Audiences.change("known", List.of(0), List.of(1));
    String missing = Audiences.change("missing", List.of(0), List.of(1));

    CommandLineRun run = run(known, missing);

    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(membership("known")).isEqualTo("'7','11034'");
    assertThat(membership("missing")).isEqualTo("'11034'");
    assertThat(summary())
        .containsEntry("accepted", 2L)
        .containsEntry("data_points", 2L)
        .containsEntry("requests", 1L);
    assertThat(braze.requestsTo(EXPORT)).isEqualTo(1);

    run = run(known, missing);
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(summary()).containsEntry("unchanged", 2L).containsEntry("requests", 0L);
  }

  @Test
  void run_profileOfAnotherForm_isRejected() throws IOException {
    braze.put(BrazeProfile.ofExternalId("u").withAttribute(ATTRIBUTE, "7;8"));

    CommandLineRun run = run(Audiences.change("u", List.of(0), List.of()));

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(Json.object(Files.readString(directory.resolve("outcomes"))))
        .containsEntry("status", "rejected")
        .containsEntry("reason", "NEEDS_FULL_MEMBERSHIP");
    assertThat(membership("u")).isEqualTo("7;8");
  }

  @Test
  void run_keyWithoutThePermission_sendsWhatNeedsNoReading() throws IOException {
    braze.nextTo(EXPORT, Fault.status(401));

    CommandLineRun run =
        run(Audiences.change("u", List.of(0), List.of()), Audiences.snapshot("v", List.of(0)));

    assertThat(run.exitCode()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(run.err()).contains("UNAUTHORIZED", "users.export.ids");
    assertThat(summary()).containsEntry("accepted", 1L).containsEntry("not_sent", 1L);
    assertThat(membership("v")).isEqualTo("'11034'");
    assertThat(membership("u")).isNull();
  }
}
