package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Runs with a store, against a server that shares no code with this project. Each test has its own
 * directory and server.
 */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(120)
class StoreTest {
  private static final int USERS = 300;

  @TempDir Path directory;
  private TrackServer server;
  private volatile int failFrom = Integer.MAX_VALUE;
  private volatile Answer failure = Answer.SUCCESS;

  /** All modes in the full run, otherwise a mode of one form and the mode of all forms. */
  static Stream<SendSegmentsAs> modes() {
    return Boolean.getBoolean("tests.full")
        ? Stream.of(SendSegmentsAs.values())
        : Stream.of(
            SendSegmentsAs.ARRAY_ATTRIBUTE, SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);
  }

  @BeforeEach
  void start() {
    server = new TrackServer(number -> number >= failFrom ? failure : Answer.SUCCESS);
  }

  @AfterEach
  void stop() {
    assertThat(server.faults()).isEmpty();
    server.close();
  }

  private CommandLineRun command(SendSegmentsAs mode, String text) throws IOException {
    return command(server, mode, text);
  }

  private CommandLineRun command(TrackServer server, SendSegmentsAs mode, String text)
      throws IOException {
    return CommandLineRun.forward("--rest-endpoint", server.endpoint())
        .arg("--send-segments-as")
        .arg(mode)
        .arg("--store")
        .arg(directory.resolve("store"))
        .arg("--summary")
        .arg(directory.resolve("s"))
        .arg("--outcomes")
        .arg(directory.resolve("o"))
        .arg(Files.writeString(directory.resolve("in"), text));
  }

  private Map<String, Object> counts() throws IOException {
    return Json.object(Files.readString(directory.resolve("s")));
  }

  private List<Map<String, Object>> outcomes() throws IOException {
    return Files.readAllLines(directory.resolve("o")).stream().map(Json::object).toList();
  }

  private static Random random(String test) {
    return new Random(Seeds.of("StoreTest " + test));
  }

  private static String user(int number) {
    return "u-" + number;
  }

  private static Map<Integer, Set<Integer>> memberships(Random random) {
    Map<Integer, Set<Integer>> memberships = new TreeMap<>();
    for (int user = 0; user < USERS; user++) {
      memberships.put(user, Audiences.some(random));
    }
    return memberships;
  }

  private static String snapshots(Map<Integer, Set<Integer>> memberships) {
    return memberships.entrySet().stream()
        .map(entry -> Audiences.snapshot(user(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_sameFileAgain_sendsNothing(SendSegmentsAs mode) throws IOException {
    String text = snapshots(memberships(random("same file " + mode)));
    assertThat(command(mode, text).run().exitCode()).isZero();
    int requests = server.requests();
    CommandLineRun again = command(mode, text).arg("--outcomes-unchanged").run();
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(server.requests()).isEqualTo(requests);
    assertThat(counts())
        .containsEntry("updates", (long) USERS)
        .containsEntry("unchanged", (long) USERS)
        .containsEntry("accepted", 0L)
        .containsEntry("requests", 0L)
        .containsEntry("data_points", 0L);
    assertThat(outcomes()).hasSize(USERS).extracting("status").containsOnly("unchanged");
    assertThat(outcomes()).extracting("index").isSorted();
  }

  private static String at(String line, long timestamp) {
    return line.stripTrailing().replaceFirst("}$", ",\"timestamp\":" + timestamp + "}") + "\n";
  }

  @Test
  void run_olderUpdate_isUnchangedAndListedAsSupersededIfAskedFor() throws IOException {
    String newer = at(Audiences.snapshot("u-1", Set.of(0)), 2_000);
    String older = at(Audiences.snapshot("u-1", Set.of(1)), 1_000);
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_ATTRIBUTE;
    assertThat(command(mode, newer).run().exitCode()).isZero();
    int requests = server.requests();

    CommandLineRun run = command(mode, newer + older).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(outcomes()).isEmpty();

    run = command(mode, newer + older).arg("--outcomes-unchanged").run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(server.requests()).as("nothing is sent").isEqualTo(requests);
    assertThat(outcomes()).hasSize(2);
    assertThat(outcomes().get(0))
        .containsEntry("status", "unchanged")
        .containsEntry("reason", null);
    assertThat(outcomes().get(1))
        .containsEntry("index", 1L)
        .containsEntry("line", 2L)
        .containsEntry("status", "unchanged")
        .containsEntry("reason", "SUPERSEDED")
        .containsEntry("attempts", 0L);
    assertThat(counts()).containsEntry("unchanged", 2L).containsEntry("accepted", 0L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"retire", "rename"})
  void run_maxObjectsPerRequest_limitsTheRequestsOfAMaintenance(String command) throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_PER_SEGMENT;
    String text =
        IntStream.range(0, 7)
            .mapToObj(user -> Audiences.snapshot(user(user), Set.of(0)))
            .collect(Collectors.joining());
    assertThat(command(mode, text).run().exitCode()).isZero();
    int before = server.requests();

    CommandLineRun run =
        CommandLineRun.of(command, "--rest-endpoint", server.endpoint())
            .arg(Audiences.id(0))
            .arg("--send-segments-as")
            .arg(mode)
            .arg("--store")
            .arg(directory.resolve("store"))
            .arg("--max-objects-per-request")
            .arg(3);
    run = command.equals("rename") ? run.arg("Another name") : run;

    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(server.requests() - before).isEqualTo(3);
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_tenPercentChanged_sendsThoseWithTheFewestDataPoints(SendSegmentsAs mode)
      throws IOException {
    Map<Integer, Set<Integer>> memberships = memberships(random("ten percent " + mode));
    assertThat(command(mode, snapshots(memberships)).run().exitCode()).isZero();
    Set<String> changed = new TreeSet<>();
    for (int user = 0; user < USERS; user += 10) {
      Set<Integer> in = new TreeSet<>(memberships.get(user));
      int audience = user / 10 % Audiences.all().size();
      if (!in.remove(audience)) {
        in.add(audience);
      }
      memberships.put(user, in);
      changed.add(user(user));
    }
    int requests = server.requests();
    CommandLineRun run = command(mode, snapshots(memberships)).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    Set<String> sent = new TreeSet<>();
    server.bodies().stream()
        .skip(requests)
        .flatMap(body -> Json.objects(Json.object(body).get("attributes")).stream())
        .forEach(
            object -> assertThat(sent.add(String.valueOf(object.get("external_id")))).isTrue());
    assertThat(sent).isEqualTo(changed);
    long each =
        Stream.of(mode.single(), mode.array(), mode.perSegment()).filter(form -> form).count();
    assertThat(counts())
        .containsEntry("accepted", (long) changed.size())
        .containsEntry("unchanged", (long) (USERS - changed.size()))
        .containsEntry("data_points", each * changed.size());
    assertProfiles(mode, memberships);
  }

  private void assertProfiles(SendSegmentsAs mode, Map<Integer, Set<Integer>> memberships) {
    Map<String, Map<String, Object>> profiles = server.profiles();
    memberships.forEach(
        (user, in) -> Audiences.assertMembership(mode, user(user), profiles.get(user(user)), in));
  }

  @ParameterizedTest
  @MethodSource("modes")
  void run_sameHistoriesAsChangesAndAsSnapshots_giveTheSameProfiles(SendSegmentsAs mode)
      throws IOException {
    Random random = random("histories " + mode);
    Map<Integer, Set<Integer>> present = new TreeMap<>();
    List<String> changes = new ArrayList<>();
    List<String> snapshots = new ArrayList<>();
    for (int file = 0; file < 2; file++) {
      StringBuilder changeLines = new StringBuilder();
      StringBuilder snapshotLines = new StringBuilder();
      for (int line = 0; line < USERS; line++) {
        int user = random.nextInt(USERS);
        Set<Integer> before = present.getOrDefault(user, Set.of());
        Set<Integer> now = Audiences.some(random);
        Set<Integer> entered = new TreeSet<>(now);
        entered.removeAll(before);
        Set<Integer> left = new TreeSet<>(before);
        left.removeAll(now);
        changeLines.append(Audiences.change(user(user), entered, left));
        snapshotLines.append(Audiences.snapshot(user(user), now));
        present.put(user, now);
      }
      changes.add(changeLines.toString());
      snapshots.add(snapshotLines.toString());
    }
    for (String text : changes) {
      CommandLineRun run = command(mode, text).arg("--unknown-users").arg("empty").run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    assertProfiles(mode, present);
    try (TrackServer other = new TrackServer()) {
      for (String text : snapshots) {
        CommandLineRun run = command(other, mode, text).run();
        assertThat(run.exitCode()).as(run.toString()).isZero();
      }
      assertThat(saying(mode, other)).isEqualTo(saying(mode, server));
    }
  }

  /** Returns the memberships of all profiles that have any. */
  private static Map<String, Object> saying(SendSegmentsAs mode, TrackServer server) {
    Map<String, Object> said = new TreeMap<>();
    server
        .profiles()
        .forEach(
            (id, profile) -> {
              Map<String, List<Integer>> membership = Audiences.membership(mode, profile);
              if (!membership.values().stream().allMatch(List::isEmpty)) {
                said.put(id, membership);
              }
            });
    return said;
  }

  @Test
  void run_changes_appendEnteredAudiencesAndKeepTheOrderOfOthers() throws IOException {
    String text =
        Audiences.snapshot("u", List.of(3, 0, 2))
            + Audiences.change("u", List.of(4), List.of(0))
            + Audiences.change("u", List.of(0, 2), List.of())
            + Audiences.snapshot("v", List.of(1, 2))
            + Audiences.snapshot("v", List.of(0, 2, 1));
    CommandLineRun run = command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(server.profiles().get("u"))
        .containsEntry("SegmentMembership", "'11037','11036','11038','11034'");
    assertThat(server.profiles().get("v"))
        .containsEntry("SegmentMembership", "'11035','11036','11034'");
  }

  @Test
  void run_changeOfAnUnknownUser_isRejectedUnlessTheUserIsDeclaredToBeInNothing()
      throws IOException {
    String text = Audiences.change("u", List.of(1), List.of(2));
    for (String meaning : List.of("", "reject")) {
      CommandLineRun run = command(SendSegmentsAs.SINGLE_ATTRIBUTE, text);
      if (!meaning.isEmpty()) {
        run.arg("--unknown-users").arg(meaning);
      }
      assertThat(run.run().exitCode()).isEqualTo(1);
      assertThat(outcomes().get(0))
          .containsEntry("status", "rejected")
          .containsEntry("reason", "NEEDS_FULL_MEMBERSHIP");
    }
    assertThat(server.requests()).isZero();
    CommandLineRun run =
        command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).arg("--unknown-users=empty");
    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(server.profiles().get("u")).containsEntry("SegmentMembership", "'11035'");
    text = Audiences.change("u", List.of(3), List.of());
    assertThat(command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).run().exitCode()).isZero();
    assertThat(server.profiles().get("u")).containsEntry("SegmentMembership", "'11035','11037'");
  }

  @Test
  void run_full_sendsEverythingAgain() throws IOException {
    String text = snapshots(memberships(random("full")));
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_ARRAY;
    assertThat(command(mode, text).run().exitCode()).isZero();
    assertThat(command(mode, text).arg("--full").run().exitCode()).isZero();
    assertThat(counts())
        .containsEntry("accepted", (long) USERS)
        .containsEntry("data_points", 2L * USERS);
  }

  @Test
  void run_unconfirmedUpdate_isWrittenInFullTheNextTime() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
    assertThat(command(mode, Audiences.snapshot("u", List.of(0, 1))).run().exitCode()).isZero();
    failure = new Answer(200, "{\"message\":\"success\",\"errors\":[\"who knows\"]}");
    failFrom = 2;
    CommandLineRun run = command(mode, Audiences.change("u", List.of(2), List.of(0))).run();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(outcomes().get(0)).containsEntry("status", "unconfirmed");
    failFrom = Integer.MAX_VALUE;
    // The next change also removes 2, which may have arrived.
    run = command(mode, Audiences.change("u", List.of(3), List.of())).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    Audiences.assertMembership(
        mode, "u", server.profiles().get("u"), new TreeSet<>(Set.of(0, 1, 3)));
    assertThat(server.objects().get("u"))
        .containsEntry("In Possible Parisians", false)
        .containsEntry("In Aspiring Athenians", true);
  }

  @Test
  void run_killedBeforeItsEnd_hasAcceptedUpdatesInItsStore() throws IOException {
    failure = new Answer(401, "{}");
    failFrom = 3;
    String text = snapshots(memberships(random("stopped")));
    SendSegmentsAs mode = SendSegmentsAs.ARRAY_ATTRIBUTE;
    assertThat(command(mode, text).arg("--max-in-flight").arg(1).run().exitCode()).isEqualTo(1);
    assertThat(counts()).containsEntry("accepted", 150L);
    failFrom = Integer.MAX_VALUE;
    assertThat(command(mode, text).run().exitCode()).isZero();
    assertThat(counts()).containsEntry("unchanged", 150L).containsEntry("accepted", USERS - 150L);
  }
}
