package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.cli.TrackServer.Answer;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Specifies what a store has after a run that failed. */
@Execution(ExecutionMode.CONCURRENT)
final class FailuresWithStoreTest extends StoreRunsFixture {
  @Test
  void run_unconfirmedUpdate_isWrittenInFullTheNextTime() throws IOException {
    SendSegmentsAs mode = SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT;
    assertThat(store.command(mode, Audiences.snapshot("u", List.of(0, 1))).run().exitCode())
        .isZero();
    store.fail(2, new Answer(200, "{\"message\":\"success\",\"errors\":[\"who knows\"]}"));
    CommandLineRun run = store.command(mode, Audiences.change("u", List.of(2), List.of(0))).run();
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(store.outcomes().get(0)).containsEntry("status", "unconfirmed");
    store.recover();
    // The next change also removes 2, which may have arrived.
    run = store.command(mode, Audiences.change("u", List.of(3), List.of())).run();
    assertThat(run.exitCode()).as(run.toString()).isZero();
    Audiences.assertMembership(
        mode, "u", store.server().profiles().get("u"), new TreeSet<>(Set.of(0, 1, 3)));
    assertThat(store.server().objects().get("u"))
        .containsEntry("In Possible Parisians", false)
        .containsEntry("In Aspiring Athenians", true);
  }

  @Test
  void run_stoppedByARefusedKey_hasAcceptedUpdatesInItsStore() throws IOException {
    store.fail(3, new Answer(401, "{}"));
    String text =
        SomeUsers.snapshots(
            SomeUsers.memberships(new Random(Seeds.of("FailuresWithStoreTest stopped"))));
    SendSegmentsAs mode = SendSegmentsAs.ARRAY_ATTRIBUTE;
    assertThat(store.command(mode, text).arg("--max-in-flight").arg(1).run().exitCode())
        .isEqualTo(1);
    assertThat(store.counts()).containsEntry("accepted", 150L);
    store.recover();
    assertThat(store.command(mode, text).run().exitCode()).isZero();
    assertThat(store.counts())
        .containsEntry("unchanged", 150L)
        .containsEntry("accepted", SomeUsers.COUNT - 150L);
  }
}
