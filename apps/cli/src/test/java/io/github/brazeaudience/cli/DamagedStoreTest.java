package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.cli.input.BrokenInputStream;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A damaged record fails only its own user, and an option forgets it. */
@Timeout(120)
class DamagedStoreTest {
  private static final int USERS = 100;
  private static final String DAMAGED = "user-042";

  @TempDir Path directory;
  private TrackServer server;
  private Path store;

  @BeforeEach
  void start() {
    server = new TrackServer(number -> Answer.SUCCESS);
    store = directory.resolve("store");
  }

  @AfterEach
  void stop() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }

  private CommandLineRun command() {
    return command("forward");
  }

  private CommandLineRun command(String command) {
    return CommandLineRun.of(command, "--rest-endpoint", server.endpoint(), "--send-segments-as")
        .arg(SendSegmentsAs.SINGLE_ATTRIBUTE)
        .arg("--store")
        .arg(store)
        .arg("--summary")
        .arg(directory.resolve("s"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .in(BrokenInputStream.after(""));
  }

  private CommandLineRun forward() throws IOException {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < USERS; user++) {
      lines.append(
          Audiences.snapshot(String.format(Locale.ROOT, "user-%03d", user), List.of(0, 1)));
    }
    return command().arg(Files.writeString(directory.resolve("in"), lines.toString())).run();
  }

  private Map<String, Object> counts() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private void damageARecord() throws IOException {
    assertThat(forward().exitCode()).isZero();
    byte[] bytes = Files.readAllBytes(store);
    byte[] user = DAMAGED.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i + user.length + 12 < bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + user.length, user, 0, user.length)) {
        bytes[i + user.length + 10] ^= 1;
      }
    }
    Files.write(store, bytes);
  }

  private void assertOneNotSent(CommandLineRun run) throws IOException {
    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.INCOMPLETE);
    assertThat(counts()).containsEntry("not_sent", 1L);
    assertThat(Files.readAllLines(directory.resolve("o")))
        .singleElement()
        .asString()
        .contains("\"not_sent\"", "\"STORE_UNAVAILABLE\"", store.toString(), "--forget")
        .doesNotContain(DAMAGED);
    assertThat(run.err()).doesNotContain("Exception").doesNotContain("\tat ");
  }

  @Test
  void forward_oneRecordDamaged_sendsAllOthersUntilItIsForgotten() throws IOException {
    damageARecord();

    assertOneNotSent(forward());
    assertThat(counts()).containsEntry("unchanged", USERS - 1L).containsEntry("updates", 100L);

    CommandLineRun forget = command().arg("--forget").arg(DAMAGED).run();
    assertThat(forget.exitCode()).as(forget.toString()).isZero();
    assertThat(forget.err()).contains("Deleted the records of 1 user").doesNotContain(DAMAGED);
    CommandLineRun again = forward();
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(counts()).containsEntry("accepted", 1L).containsEntry("unchanged", USERS - 1L);
  }

  @Test
  void retire_oneRecordDamaged_retiresAllOthersAndReportsIt() throws IOException {
    damageARecord();

    assertOneNotSent(command("retire").arg(Audiences.id(1)).run());
    assertThat(counts()).containsEntry("accepted", USERS - 1L);
  }

  @Test
  void forward_fileWhoseEndIsMissing_isRefusedBeforeAnythingIsSent() throws IOException {
    assertThat(forward().exitCode()).isZero();
    byte[] bytes = Files.readAllBytes(store);
    Files.write(store, Arrays.copyOf(bytes, bytes.length - 5_000));
    int requests = server.requests();

    CommandLineRun run = forward();

    assertThat(run.exitCode()).as(run.toString()).isEqualTo(ExitCode.USAGE);
    assertThat(run.err()).contains(store.toString(), "damaged").doesNotContain("\tat ");
    assertThat(server.requests()).isEqualTo(requests);
  }
}
