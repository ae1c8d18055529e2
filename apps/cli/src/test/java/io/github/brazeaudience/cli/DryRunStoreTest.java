package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.options.ConnectionOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dry runs read a store and do not change it. */
@Timeout(120)
class DryRunStoreTest {
  private static final Map<String, String> NO_KEY = Map.of();
  private static final Map<String, String> OTHER_KEY =
      Map.of(ConnectionOptions.DEFAULT_KEY_VARIABLE, "another-key");

  @TempDir Path directory;

  private Path store() {
    return directory.resolve("store");
  }

  private CommandLineRun command(String text, String... more) throws IOException {
    CommandLineRun run = CommandLineRun.forward(more).arg("--store").arg(store()).arg("--summary");
    return run.arg(directory.resolve("s")).arg(Files.writeString(directory.resolve("in"), text));
  }

  private CommandLineRun dryRun(TrackServer server, String text) throws IOException {
    return command(text, "--dry-run", "--rest-endpoint", server.endpoint());
  }

  private void realRun(TrackServer server, String text) throws IOException {
    CommandLineRun run = command(text, "--rest-endpoint", server.endpoint()).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
  }

  private Map<String, Object> counts() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private static String snapshots(String name, Integer... in) {
    StringBuilder lines = new StringBuilder();
    for (int user = 0; user < 200; user++) {
      lines.append(Audiences.snapshot(name + user, List.of(in)));
    }
    return lines.toString();
  }

  private Set<String> files() throws IOException {
    Set<String> names = new TreeSet<>();
    try (var files = Files.list(directory)) {
      files.forEach(file -> names.add(String.valueOf(file.getFileName())));
    }
    return names;
  }

  @Test
  void dryRun_store_isUnchanged() throws IOException {
    String changes =
        Audiences.change("a0", List.of(2), List.of())
            + snapshots("b", 1)
            + Audiences.change("a0", List.of(), List.of(0))
            + snapshots("c", 1)
            + Audiences.snapshot("a0", List.of(1, 2));
    try (TrackServer server = new TrackServer()) {
      realRun(server, snapshots("a", 0, 1));
      byte[] before = Files.readAllBytes(store());
      Set<String> files = files();
      CommandLineRun dry = dryRun(server, changes).run();
      assertThat(dry.exitCode()).as(dry.toString()).isZero();
      assertThat(store()).hasBinaryContent(before);
      assertThat(files()).isEqualTo(files);
      assertThat(counts()).containsEntry("accepted", 402L).containsEntry("unchanged", 1L);
      List<String> bodies = server.bodies();
      realRun(server, changes);
      List<String> posted = new ArrayList<>(server.bodies());
      posted.removeAll(bodies);
      assertThat(dry.out().lines().flatMap(DryRunStoreTest::objects).toList())
          .containsExactlyInAnyOrderElementsOf(
              posted.stream().flatMap(DryRunStoreTest::objects).toList());
    }
  }

  private static Stream<Map<String, Object>> objects(String body) {
    return Json.objects(Json.object(body).get("attributes")).stream();
  }

  @Test
  void dryRun_missingStore_isNotCreated() throws IOException {
    try (TrackServer server = new TrackServer()) {
      String text = snapshots("a", 1) + snapshots("b", 1) + snapshots("a", 1);
      CommandLineRun dry = dryRun(server, text).environment(NO_KEY).run();
      assertThat(dry.exitCode()).as(dry.toString()).isZero();
      assertThat(counts()).containsEntry("accepted", 400L).containsEntry("unchanged", 200L);
    }
    assertThat(store()).doesNotExist();
    assertThat(files()).containsExactlyInAnyOrder("in", "s");
  }

  @Test
  void dryRun_emptyStore_staysEmpty() throws IOException {
    Files.createFile(store());
    try (TrackServer server = new TrackServer()) {
      CommandLineRun dry = dryRun(server, snapshots("a", 1)).run();
      assertThat(dry.exitCode()).as(dry.toString()).isZero();
      assertThat(counts()).containsEntry("accepted", 200L);
    }
    assertThat(store()).isEmptyFile();
  }

  @Test
  void dryRun_withoutKey_readsTheOnlyWorkspaceOfTheEndpoint() throws IOException {
    try (TrackServer server = new TrackServer();
        TrackServer other = new TrackServer()) {
      realRun(server, snapshots("a", 1));
      realRun(other, snapshots("a", 2));
      CommandLineRun dry = dryRun(server, snapshots("a", 1)).environment(NO_KEY).run();
      assertThat(dry.exitCode()).as(dry.toString()).isZero();
      assertThat(counts()).containsEntry("unchanged", 200L);
    }
  }

  @Test
  void dryRun_severalKeysForTheEndpoint_needsTheKey() throws IOException {
    try (TrackServer server = new TrackServer()) {
      realRun(server, snapshots("a", 1));
      CommandLineRun run = command(snapshots("a", 2), "--rest-endpoint", server.endpoint());
      assertThat(run.environment(OTHER_KEY).run().exitCode()).isZero();
      assertThat(server.faults()).isNotEmpty();

      CommandLineRun dry = dryRun(server, snapshots("a", 2)).environment(NO_KEY).run();
      assertThat(dry.exitCode()).as(dry.toString()).isEqualTo(2);
      assertThat(dry.err().lines()).singleElement().asString().contains("BRAZE_REST_API_KEY");

      assertThat(dryRun(server, snapshots("a", 2)).environment(OTHER_KEY).run().exitCode())
          .isZero();
      assertThat(counts()).containsEntry("unchanged", 200L);
      assertThat(dryRun(server, snapshots("a", 2)).run().exitCode()).isZero();
      assertThat(counts()).containsEntry("accepted", 200L);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void run_fileThatIsNotAStore_isExit2AndUnchanged(boolean dry) throws IOException {
    Files.writeString(store(), "no store at all\n");
    try (TrackServer server = new TrackServer()) {
      CommandLineRun run =
          dry
              ? dryRun(server, snapshots("a", 1))
              : command(snapshots("a", 1), "--rest-endpoint", server.endpoint());
      assertThat(run.run().exitCode()).as(run.toString()).isEqualTo(2);
      assertThat(run.err().lines()).singleElement().asString().contains("--store");
      assertThat(server.requests()).isZero();
    }
    assertThat(store()).hasContent("no store at all\n");
    assertThat(files()).containsExactlyInAnyOrder("in", "store");
  }
}
