package io.github.brazeaudience.flink;

import static io.github.brazeaudience.config.SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT;
import static io.github.brazeaudience.config.SendSegmentsAs.SINGLE_ATTRIBUTE;
import static io.github.brazeaudience.flink.SettledUpdate.Status.ACCEPTED;
import static io.github.brazeaudience.flink.SettledUpdate.Status.UNCHANGED;
import static io.github.brazeaudience.membership.UnknownUsers.IN_NO_AUDIENCE;
import static io.github.brazeaudience.membership.UnknownUsers.REJECT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import java.util.Collections;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.execution.SuppressRestartsException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AudienceOperatorTest {
  private static final String ENTERED_1 = "\"entered\":[{\"id\":1,\"name\":\"One\"}]";
  private static final String ENTERED_2 = "\"entered\":[{\"id\":2,\"name\":\"Two\"}]";
  private static final String LEFT_1 = "\"left\":[{\"id\":1,\"name\":\"One\"}]";
  private static final String IN_1_AND_2 =
      "\"member_of\":[{\"id\":1,\"name\":\"One\"},{\"id\":2,\"name\":\"Two\"}]";

  private final FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  @Test
  void changes_ofOneUser_areWrittenOneAfterTheOther_asFullSets() throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", ENTERED_1).update("u-1", ENTERED_2).update("u-1", LEFT_1).checkpoint();
      assertThat(run.settled()).containsExactly(ACCEPTED, ACCEPTED, ACCEPTED);
      assertThat(braze.requests()).isEqualTo(3);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'2'");
    }
  }

  @Test
  void changes_ofOneUser_moreThanALaneHolds_areAllWritten() throws Exception {
    int pairs = UserLanes.LANE_CAPACITY;
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      for (int i = 0; i < pairs; i++) {
        run.update("u-1", ENTERED_1).update("u-1", LEFT_1);
      }
      run.update("u-1", ENTERED_2).checkpoint();
      assertThat(run.settled()).isEqualTo(Collections.nCopies(2 * pairs + 1, ACCEPTED));
      assertThat(braze.requests()).isEqualTo(2 * pairs + 1);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'2'");
    }
  }

  @Test
  void changes_ofManyUsers_shareRequests() throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      for (int user = 0; user < 150; user++) {
        run.update("u-" + user, ENTERED_1);
      }
      run.checkpoint();
      assertThat(run.settled()).isEqualTo(Collections.nCopies(150, ACCEPTED));
      assertThat(braze.requests()).isBetween(2, 75);
    }
  }

  @Test
  void snapshot_thatBrazeHolds_isUnchanged() throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", IN_1_AND_2).update("u-1", IN_1_AND_2).checkpoint();
      assertThat(run.settled()).containsExactly(ACCEPTED, UNCHANGED);
      assertThat(braze.requests()).isEqualTo(1);
    }
  }

  @Test
  void restoredState_knowsWhatBrazeHolds() throws Exception {
    try (OperatorRun run = restored(ENTERED_1)) {
      run.advanceTo(OperatorRun.RESTART_REST);
      run.update("u-1", ENTERED_1).update("u-1", ENTERED_2).checkpoint();
      assertThat(run.settled()).containsExactly(UNCHANGED, ACCEPTED);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'1','2'");
    }
  }

  @Test
  void restoredRun_waitsBeforeItsFirstWrite() throws Exception {
    try (OperatorRun run = restored(ENTERED_1)) {
      int before = braze.requests();
      run.whenItWaits(
          () -> {
            run.advanceTo(OperatorRun.RESTART_REST.minusMillis(1));
            run.whenItWaits(
                () -> {
                  assertThat(braze.requests()).isEqualTo(before);
                  run.advanceTo(OperatorRun.RESTART_REST);
                });
          });
      run.update("u-1", ENTERED_2).checkpoint();
      assertThat(braze.requests()).isEqualTo(before + 1);
    }
  }

  @Test
  void change_ofUnknownUser_whereTheFullSetIsNeeded_isRejected() throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, REJECT)) {
      run.update("u-1", ENTERED_1).checkpoint();
      assertThat(run.settled()).isEmpty();
      assertThat(run.rejected()).extracting("reason").containsExactly("NEEDS_FULL_MEMBERSHIP");
      assertThat(braze.requests()).isZero();
    }
  }

  @Test
  void malformedLine_isRejected_withItsText() throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.line("", "no JSON").line("", "").checkpoint();
      assertThat(run.rejected())
          .extracting("reason")
          .containsExactly("MALFORMED_INPUT", "MALFORMED_INPUT");
      assertThat(run.rejected().get(0).line()).asString().isEqualTo("no JSON");
      assertThat(run.rejected().get(1).message()).contains("more than 4194304 bytes");
    }
  }

  @Test
  void update_thatBrazeRefused_isNotStoredAsKnown() throws Exception {
    braze.poison("u-1", Poison.named("SOME_ERROR"));
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", IN_1_AND_2).checkpoint();
      assertThat(run.rejected()).extracting("reason").containsExactly("NAMED_BY_BRAZE");
      braze.heal("u-1");
      run.update("u-1", IN_1_AND_2).checkpoint();
      assertThat(run.settled()).containsExactly(ACCEPTED);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'1','2'");
    }
  }

  /** The same update may have been accepted by a run that was lost after the checkpoint. */
  @Test
  void update_thatBrazeRefusedAfterARestart_leavesTheUserInDoubt() throws Exception {
    OperatorSubtaskState state;
    try (OperatorRun run = OperatorRun.start(braze, ONE_ATTRIBUTE_PER_SEGMENT, IN_NO_AUDIENCE)) {
      state = run.update("u-1", ENTERED_1).update("u-1", LEFT_1).checkpoint();
      run.update("u-1", ENTERED_1).checkpoint();
    }
    assertThat(attribute("u-1", "In One")).isEqualTo(true);
    braze.poison("u-1", Poison.named("SOME_ERROR"));
    try (OperatorRun run = OperatorRun.restore(braze, ONE_ATTRIBUTE_PER_SEGMENT, state)) {
      run.advanceTo(OperatorRun.RESTART_REST);
      run.update("u-1", ENTERED_1).checkpoint();
      assertThat(run.rejected()).hasSize(1);
      braze.heal("u-1");
      run.update("u-1", LEFT_1).checkpoint();
    }
    assertThat(attribute("u-1", "In One")).isEqualTo(false);
  }

  @Test
  void update_withUnknownResult_isForwardedAgain() throws Exception {
    braze.next(Fault.successWithErrors("[\"minor error\"]"));
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", ENTERED_1).update("u-1", ENTERED_2).checkpoint();
      assertThat(run.settled()).containsExactly(ACCEPTED, ACCEPTED);
      assertThat(braze.requests()).isEqualTo(3);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'1','2'");
    }
  }

  @Test
  void updates_duringAnOutage_areForwardedUntilTheyAreAccepted() throws Exception {
    braze.next(3, Fault.successWithErrors("[\"minor error\"]"));
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", ENTERED_1).update("u-2", ENTERED_2).checkpoint();
      assertThat(run.settled()).containsExactly(ACCEPTED, ACCEPTED);
      assertThat(attribute("u-1", "SegmentMembership")).isEqualTo("'1'");
      assertThat(attribute("u-2", "SegmentMembership")).isEqualTo("'2'");
    }
  }

  @Test
  void refusedKey_endsTheJob() throws Exception {
    braze.next(Fault.unauthorized());
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      run.update("u-1", ENTERED_1);
      assertThatThrownBy(run::checkpoint)
          .hasRootCauseInstanceOf(IllegalStateException.class)
          .hasStackTraceContaining("UNAUTHORIZED")
          .satisfiesAnyOf(
              it -> assertThat(it).isInstanceOf(SuppressRestartsException.class),
              it -> assertThat(it).hasCauseInstanceOf(SuppressRestartsException.class));
    }
  }

  /** A run of one update, and another one with its state. */
  private OperatorRun restored(String update) throws Exception {
    try (OperatorRun run = OperatorRun.start(braze, SINGLE_ATTRIBUTE, IN_NO_AUDIENCE)) {
      return OperatorRun.restore(braze, SINGLE_ATTRIBUTE, run.update("u-1", update).checkpoint());
    }
  }

  private Object attribute(String user, String name) {
    return braze.profile(user).orElseThrow().attribute(name).orElseThrow();
  }
}
