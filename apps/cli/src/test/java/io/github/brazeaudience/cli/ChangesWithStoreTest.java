package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Specifies the profiles after changes of stored memberships. */
@Execution(ExecutionMode.CONCURRENT)
final class ChangesWithStoreTest extends StoreRunsFixture {
  /** All modes in the full run, otherwise a mode of one form and the mode of all forms. */
  static Stream<SendSegmentsAs> modes() {
    return Boolean.getBoolean("tests.full")
        ? Stream.of(SendSegmentsAs.values())
        : Stream.of(
            SendSegmentsAs.ARRAY_ATTRIBUTE, SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void run_sameHistoriesAsChangesAndAsSnapshots_giveTheSameProfiles(SendSegmentsAs mode)
      throws IOException {
    Random random = new Random(Seeds.of("ChangesWithStoreTest histories " + mode));
    Map<Integer, Set<Integer>> present = new TreeMap<>();
    List<String> changes = new ArrayList<>();
    List<String> snapshots = new ArrayList<>();
    for (int file = 0; file < 2; file++) {
      StringBuilder changeLines = new StringBuilder();
      StringBuilder snapshotLines = new StringBuilder();
      for (int line = 0; line < SomeUsers.COUNT; line++) {
        int user = random.nextInt(SomeUsers.COUNT);
        Set<Integer> before = present.getOrDefault(user, Set.of());
        Set<Integer> now = Audiences.some(random);
        Set<Integer> entered = new TreeSet<>(now);
        entered.removeAll(before);
        Set<Integer> left = new TreeSet<>(before);
        left.removeAll(now);
        changeLines.append(Audiences.change(SomeUsers.user(user), entered, left));
        snapshotLines.append(Audiences.snapshot(SomeUsers.user(user), now));
        present.put(user, now);
      }
      changes.add(changeLines.toString());
      snapshots.add(snapshotLines.toString());
    }
    for (String text : changes) {
      CommandLineRun run = store.command(mode, text).arg("--unknown-users").arg("empty").run();
      assertThat(run.exitCode()).as(run.toString()).isZero();
    }
    store.assertProfiles(mode, present);
    try (TrackServer other = new TrackServer()) {
      for (String text : snapshots) {
        CommandLineRun run = store.command(other, mode, text).run();
        assertThat(run.exitCode()).as(run.toString()).isZero();
      }
      assertThat(saying(mode, other)).isEqualTo(saying(mode, store.server()));
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
    CommandLineRun run = store.command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    assertThat(store.server().profiles().get("u"))
        .containsEntry("SegmentMembership", "'11037','11036','11038','11034'");
    assertThat(store.server().profiles().get("v"))
        .containsEntry("SegmentMembership", "'11035','11036','11034'");
  }

  @Test
  void run_changeOfAnUnknownUser_isRejectedUnlessTheUserIsDeclaredToBeInNothing()
      throws IOException {
    String text = Audiences.change("u", List.of(1), List.of(2));
    for (String meaning : List.of("", "reject")) {
      CommandLineRun run = store.command(SendSegmentsAs.SINGLE_ATTRIBUTE, text);
      if (!meaning.isEmpty()) {
        run.arg("--unknown-users").arg(meaning);
      }
      assertThat(run.run().exitCode()).isEqualTo(1);
      assertThat(store.outcomes().get(0))
          .containsEntry("status", "rejected")
          .containsEntry("reason", "NEEDS_FULL_MEMBERSHIP");
    }
    assertThat(store.server().requests()).isZero();
    CommandLineRun run =
        store.command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).arg("--unknown-users=empty");
    assertThat(run.run().exitCode()).as(run.toString()).isZero();
    assertThat(store.server().profiles().get("u")).containsEntry("SegmentMembership", "'11035'");
    text = Audiences.change("u", List.of(3), List.of());
    assertThat(store.command(SendSegmentsAs.SINGLE_ATTRIBUTE, text).run().exitCode()).isZero();
    assertThat(store.server().profiles().get("u"))
        .containsEntry("SegmentMembership", "'11035','11037'");
  }
}
