package io.github.brazeaudience.internal.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.engine.TrackingGroups.Requests;
import io.github.brazeaudience.internal.engine.TrackingGroups.Snapshot;
import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.UnattributedError;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadLimits;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TrackingGroupsTest {
  private static final long HOUR = 3_600 * EngineFixture.SECOND;
  private static final List<byte[]> BODY =
      List.of("{".getBytes(UTF_8), "\"attributes\":[]}".getBytes(UTF_8));
  private static final long BYTES = EngineFixture.text(BODY).length();
  private static final AttemptResult ACCEPTED = new Delivered(Map.of(), false, List.of());

  private int created;
  private final TrackingGroups groups = TrackingGroups.of(() -> "g-" + ++created);

  private Snapshot sealed() {
    return Objects.requireNonNull(groups.seal());
  }

  private List<String> ids() {
    return sealed().groups().stream().map(Requests::id).toList();
  }

  @Test
  void started_firstRequest_isInANewGroup() {
    assertThat(groups.started(BYTES, 5)).isEqualTo("g-1");
    assertThat(sealed()).isEqualTo(new Snapshot(null, false, List.of(new Requests("g-1", 5, 0))));
  }

  @Test
  void withGroup_body_namesTheGroupBeforeTheAttributes() {
    List<byte[]> body = TrackingGroups.withGroup("g-1", BODY);

    assertThat(EngineFixture.text(body)).isEqualTo("{\"group_id\":\"g-1\",\"attributes\":[]}");
    assertThat(body.get(1)).isSameAs(BODY.get(1));
    assertThat(TrackingGroups.bytes("g-1".length()))
        .isEqualTo(EngineFixture.text(body).length() - BYTES);
  }

  @Test
  void started_off_hasNoGroupAndNoSnapshot() {
    TrackingGroups off = TrackingGroups.off();

    assertThat(off.started(BYTES, 0)).isNull();
    off.ended(null, ACCEPTED);
    assertThat(off.seal()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"0, g-1", "43_199, g-1", "43_200, g-2", "90_000, g-2"})
  void started_afterTwelveHours_isInAnotherGroup(String seconds, String expected) {
    groups.started(BYTES, 0);

    String later =
        groups.started(BYTES, Long.parseLong(seconds.replace("_", "")) * EngineFixture.SECOND);

    assertThat(later).isEqualTo(expected);
  }

  @Test
  void started_fiveMillionRequests_continuesWithAnotherGroup() {
    for (int i = 1; i < TrackingGroups.MAX_REQUESTS; i++) {
      groups.started(BYTES, 0);
    }
    assertThat(groups.started(BYTES, 0)).isEqualTo("g-1");
    assertThat(groups.started(BYTES, 0)).isEqualTo("g-2");
    assertThat(ids()).containsExactly("g-1", "g-2");
  }

  @Test
  void seal_laterRequests_areInAnotherGroup() {
    groups.started(BYTES, 0);
    assertThat(ids()).containsExactly("g-1");
    assertThat(ids()).containsExactly("g-1");

    assertThat(groups.started(BYTES, 0)).isEqualTo("g-2");
    assertThat(ids()).containsExactly("g-1", "g-2");
    groups.completed("g-1");
    assertThat(ids()).containsExactly("g-2");
  }

  @Test
  void seal_groupForgottenByBraze_isExpiredUnlessItWasCompleted() {
    groups.started(BYTES, 0);
    groups.seal();
    groups.completed("g-1");
    groups.started(BYTES, 24 * HOUR);
    assertThat(sealed().unknown()).isFalse();

    groups.started(BYTES, 48 * HOUR);
    assertThat(sealed().unknown()).isTrue();
    assertThat(ids()).containsExactly("g-3");
  }

  @ParameterizedTest
  @CsvSource({"0, g-1", "1, "})
  void started_bodyNearTheLimit_isSentWithoutTheGroupOnlyIfItDoesNotFit(int excess, String group) {
    int room = PayloadLimits.MAX_BODY_BYTES - "\"group_id\":\"g-1\",".length();

    assertThat(groups.started(room + excess, 0)).isEqualTo(group);
    assertThat(sealed().untracked() == null).isEqualTo(group != null);
  }

  @Test
  void ended_results_countsTheAcceptedRequestsOfTheGroup() {
    groups.started(BYTES, 0);
    groups.ended("g-1", ACCEPTED);
    groups.ended("g-1", new WholeRefusal(400, false));
    groups.ended("g-1", ACCEPTED);
    groups.ended(null, ACCEPTED);

    assertThat(sealed().groups()).containsExactly(new Requests("g-1", 0, 2));
  }

  @Test
  void ended_noRequestOfAGroupMayHaveArrived_isUnknownUntilOneMay() {
    Failure notSent = new Failure(Reason.UNREACHABLE, "no route", false, null, null);
    groups.started(BYTES, 0);
    groups.started(BYTES, 0);
    groups.ended("g-1", notSent);
    assertThat(groups.seal().unknown()).as("one is in flight").isFalse();
    groups.ended("g-1", notSent);
    assertThat(groups.seal().unknown()).isTrue();
    groups.started(BYTES, 1);
    groups.ended("g-2", new Failure(Reason.NO_ANSWER, "lost", true, null, null));
    assertThat(groups.seal().groups()).extracting(Requests::id).contains("g-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "invalid_group_id",
        "request_status_active_group_limit_exceeded",
        "request_status_group_full",
        "request_status_not_tracked"
      })
  void ended_trackingError_makesTheRequestsUntracked(String type) {
    groups.started(BYTES, 0);
    groups.ended("g-1", new Delivered(Map.of(), false, List.of(new UnattributedError(type, null))));
    groups.ended("g-1", ACCEPTED);

    assertThat(sealed().untracked()).contains(type);
  }

  @Test
  void ended_otherError_leavesTheRequestsTracked() {
    groups.started(BYTES, 0);
    groups.ended("g-1", new Delivered(Map.of(), true, List.of(new UnattributedError("x", null))));

    assertThat(sealed().untracked()).isNull();
  }
}
