package io.github.brazeaudience.model;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forwards the updates of many users in random order, in several calls and processes, each until it
 * is accepted, and compares all profiles with the newest statements. One request in five fails, and
 * processes crash between any two steps. {@code -Dseed} repeats a run.
 */
@ExtendWith(LogOff.class)
class LateUpdatesOfManyUsersTest {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final int USERS = FULL ? 1_000 : 200;
  private static final int TIMES = 6;
  private static final Audience GONE = Audience.of(4, "D");
  private static final Audience RENAMED = Audience.of(3, "New");
  private static final List<Audience> AUDIENCES =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, "C"), GONE);
  private static final List<Audience> LATER =
      List.of(Audience.of(1, "A"), Audience.of(2, "B"), RENAMED);
  @TempDir Path directory;

  /** Each mode with one store, or with all of them in the full build. */
  static Stream<Arguments> modesAndStores() {
    List<Arguments> all = new ArrayList<>();
    List<DurableStore> stores = List.of(DurableStore.values());
    for (SendSegmentsAs mode : SendSegmentsAs.values()) {
      if (FULL) {
        stores.forEach(store -> all.add(Arguments.of(mode, store)));
      } else {
        all.add(Arguments.of(mode, stores.get(all.size() % stores.size())));
      }
    }
    return all.stream();
  }

  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_lateUpdatesWithFaults_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    LateUpdateRun run = new LateUpdateRun(mode, store, directory.resolve("store"), USERS);
    run.forward(run.updates.snapshotsWithoutTimestamps(AUDIENCES));
    run.forward(run.updates.random(0, TIMES, AUDIENCES));

    run.assertProfiles(AUDIENCES);
  }

  /** The retired audience does not come back, and the renamed one has only its new name. */
  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_audiencesRetiredAndRenamedBetweenLateUpdates_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    LateUpdateRun run = new LateUpdateRun(mode, store, directory.resolve("store"), USERS);
    run.forward(run.updates.snapshotsWithoutTimestamps(AUDIENCES));
    run.forward(run.updates.random(TIMES / 2, TIMES, AUDIENCES));
    run.maintain(forwarder -> forwarder.retire(GONE.id(), outcome -> {}));
    run.maintain(forwarder -> forwarder.rename(RENAMED, outcome -> {}));
    run.updates.forget(GONE);
    run.forward(run.updates.random(0, TIMES / 2, LATER));

    run.assertProfiles(LATER);
    run.assertNoAttributes("In C", "In D");
  }

  /** Audiences have the External Names of other ones, and change them. */
  @ParameterizedTest
  @MethodSource("modesAndStores")
  void profiles_lateUpdatesOfAudiencesThatShareNames_haveTheNewestStatements(
      SendSegmentsAs mode, DurableStore store) {
    LateUpdateRun run = new LateUpdateRun(mode, store, directory.resolve("store"), USERS);
    run.forward(run.updates.random(0, TIMES, List.of()));

    run.assertProfilesWithSharedNames();
  }
}
