package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
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

/** Tests of runs that look up devices. */
@Timeout(60)
class DeviceLookupRunTest {
  private static final String KNOWN =
      "{\"devices\":{\"idfv\":\"device-1\"},\"member_of\":[{\"id\":7}]}";
  private static final String UNKNOWN =
      "{\"devices\":{\"idfv\":\"device-2\"},\"member_of\":[{\"id\":8}]}";

  @TempDir Path directory;

  private final FakeBraze braze = FakeBraze.start();

  @BeforeEach
  void createProfile() {
    braze.put(BrazeProfile.ofExternalId("u-1").withDevice("device-1"));
  }

  @AfterEach
  void close() {
    braze.close();
  }

  private CommandLineRun run(List<String> options, String... lines) throws IOException {
    CommandLineRun run =
        CommandLineRun.forward("--rest-endpoint", "http://127.0.0.1:" + braze.port())
            .environment(
                Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, braze.restApiKey().reveal()))
            .arg("--send-segments-as=array")
            .arg("--outcomes")
            .arg(directory.resolve("o"))
            .in(String.join("\n", lines) + "\n");
    options.forEach(run::arg);
    return run.run();
  }

  @Test
  void run_lookup_writesTheFoundProfileAndRejectsTheOther() throws IOException {
    CommandLineRun run = run(List.of("--device-match=lookup"), KNOWN, UNKNOWN);

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembershipArray"))
        .contains(List.of("7"));
    assertThat(Files.readString(directory.resolve("o")))
        .contains("\"index\":1", "\"NO_IDENTIFIER\"", "found no profile")
        .doesNotContain("\"index\":0", "device-2");
  }

  @Test
  void run_lookupThenAlias_sendsTheAliasOfTheOther() throws IOException {
    CommandLineRun run = run(List.of("--device-match=lookup,idfv"), KNOWN, UNKNOWN);

    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  @Test
  void run_dryRun_looksNothingUp() throws IOException {
    CommandLineRun run = run(List.of("--device-match=lookup", "--dry-run"), KNOWN);

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(Files.readString(directory.resolve("o")))
        .contains("\"not_sent\"", "a dry run looks up no devices");
    assertThat(braze.profile("u-1").orElseThrow().attribute("SegmentMembershipArray"))
        .isNotEqualTo(List.of("7"));
  }
}
