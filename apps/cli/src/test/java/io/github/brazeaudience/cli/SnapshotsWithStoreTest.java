package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Specifies which snapshots a run with a store sends. */
@Execution(ExecutionMode.CONCURRENT)
final class SnapshotsWithStoreTest extends StoreRunsFixture {
  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_sameFileAgain_sendsNothing(SendSegmentsAs mode) throws IOException {
    String text =
        SomeUsers.snapshots(
            SomeUsers.memberships(
                new Random(Seeds.of("SnapshotsWithStoreTest same file " + mode))));
    assertThat(store.command(mode, text).run().exitCode()).isZero();
    int requests = store.server().requests();
    CommandLineRun again = store.command(mode, text).arg("--outcomes-unchanged").run();
    assertThat(again.exitCode()).as(again.toString()).isZero();
    assertThat(store.server().requests()).isEqualTo(requests);
    assertThat(store.counts())
        .containsEntry("updates", (long) SomeUsers.COUNT)
        .containsEntry("unchanged", (long) SomeUsers.COUNT)
        .containsEntry("accepted", 0L)
        .containsEntry("requests", 0L)
        .containsEntry("data_points", 0L);
    assertThat(store.outcomes())
        .hasSize(SomeUsers.COUNT)
        .extracting("status")
        .containsOnly("unchanged");
    assertThat(store.outcomes()).extracting("index").isSorted();
  }

  @ParameterizedTest
  @EnumSource(SendSegmentsAs.class)
  void run_tenPercentChanged_sendsThoseWithTheFewestDataPoints(SendSegmentsAs mode)
      throws IOException {
    Map<Integer, Set<Integer>> memberships =
        SomeUsers.memberships(new Random(Seeds.of("SnapshotsWithStoreTest ten percent " + mode)));
    assertThat(store.command(mode, SomeUsers.snapshots(memberships)).run().exitCode()).isZero();
    Set<String> changed = new TreeSet<>();
    for (int user = 0; user < SomeUsers.COUNT; user += 10) {
      Set<Integer> in = new TreeSet<>(memberships.get(user));
      int audience = user / 10 % Audiences.all().size();
      if (!in.remove(audience)) {
        in.add(audience);
      }
      memberships.put(user, in);
      changed.add(SomeUsers.user(user));
    }
    int requests = store.server().requests();
    CommandLineRun run = store.command(mode, SomeUsers.snapshots(memberships)).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    Set<String> sent = new TreeSet<>();
    store.server().bodies().stream()
        .skip(requests)
        .flatMap(body -> Json.objects(Json.object(body).get("attributes")).stream())
        .forEach(
            object -> assertThat(sent.add(String.valueOf(object.get("external_id")))).isTrue());
    assertThat(sent).isEqualTo(changed);
    long each =
        Stream.of(mode.single(), mode.array(), mode.perSegment()).filter(form -> form).count();
    assertThat(store.counts())
        .containsEntry("accepted", (long) changed.size())
        .containsEntry("unchanged", (long) (SomeUsers.COUNT - changed.size()))
        .containsEntry("data_points", each * changed.size());
    store.assertProfiles(mode, memberships);
  }

  @Test
  void run_full_sendsEverythingAgain() throws IOException {
    String text =
        SomeUsers.snapshots(
            SomeUsers.memberships(new Random(Seeds.of("SnapshotsWithStoreTest full"))));
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_ARRAY;
    assertThat(store.command(mode, text).run().exitCode()).isZero();
    assertThat(store.command(mode, text).arg("--full").run().exitCode()).isZero();
    assertThat(store.counts())
        .containsEntry("accepted", (long) SomeUsers.COUNT)
        .containsEntry("data_points", 2L * SomeUsers.COUNT);
  }
}
