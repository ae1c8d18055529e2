package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.DeviceAlias;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class UserTurnsTest {
  private static final long REST = 1_000_000_000;
  private static final long MILLISECOND = 1_000_000;

  private final PayloadBuilder payload =
      PayloadBuilder.of(
          BrazeAudienceConfig.builder()
              .restApiKey("key")
              .deviceMatch(
                  List.of(
                      DeviceAlias.of(DeviceIdentityType.IDFV),
                      DeviceAlias.of(DeviceIdentityType.IDFA)))
              .build());
  private final List<UserWrite> came = new ArrayList<>();
  private final UserTurns turns = new UserTurns(REST, came::add);

  @Test
  void take_userWithAWriteUnderWay_isParkedUntilItRestedToo() {
    UserWrite first = attempted(user("u"));
    UserWrite second = write(user("u"));

    assertThat(turns.take(List.of(first, second))).containsExactly(true, false);
    turns.release(first, 7);
    turns.wake(7 + REST - 1);
    assertThat(came).isEmpty();
    turns.wake(7 + REST);
    assertThat(came).containsExactly(second);
  }

  @Test
  void take_userWhoHasRested_isFree() {
    UserWrite first = attempted(user("u"));
    turns.take(List.of(first));
    turns.release(first, 0);
    turns.wake(REST);

    assertThat(turns.take(List.of(write(user("u"))))).containsExactly(true);
  }

  @Test
  void release_neverAttempted_endsTheTurnAtOnce() {
    List<UserWrite> writes = takenOfOneUser(3);

    turns.release(writes.get(0), 0);
    assertThat(came).containsExactly(writes.get(1));
    turns.release(writes.get(1), 0);
    assertThat(came).containsExactly(writes.get(1), writes.get(2));
    turns.release(writes.get(2), 0);
    assertThat(turns.take(List.of(write(user("u"))))).containsExactly(true);
  }

  @Test
  void release_parkedWriteThatIsOver_isPassedOver() {
    List<UserWrite> writes = takenOfOneUser(3);
    writes.get(1).givenUp(Reason.CANCELLED, "cancelled", null);

    turns.release(writes.get(0), 0);

    assertThat(came).containsExactly(writes.get(2));
  }

  /** Users whose writes end within a millisecond rest together, until the last has rested. */
  @Test
  void wake_usersWhoEndedNearlyTogether_comeTogetherAndNoneTooEarly() {
    List<UserWrite> ended =
        List.of(attempted(user("a")), attempted(user("b")), attempted(user("c")));
    List<UserWrite> next = List.of(write(user("a")), write(user("b")), write(user("c")));
    turns.take(ended);
    turns.take(next);
    turns.release(ended.get(0), MILLISECOND);
    turns.release(ended.get(1), 0);
    turns.release(ended.get(2), 2 * MILLISECOND + 1);

    turns.wake(REST + MILLISECOND - 1);
    assertThat(came).isEmpty();
    turns.wake(REST + MILLISECOND);
    assertThat(came).containsExactly(next.get(0), next.get(1));
    turns.wake(REST + 2 * MILLISECOND + 1);
    assertThat(came).containsExactlyElementsOf(next);
  }

  @Test
  void nextWakeNanos_parkedOrNot_isTheFirstOrTheLastEnd() {
    UserWrite early = attempted(user("early"));
    UserWrite late = attempted(user("late"));
    turns.take(List.of(early, late));
    assertThat(turns.nextWakeNanos()).isNull();
    turns.release(early, 0);
    turns.release(late, REST / 2);

    assertThat(turns.nextWakeNanos()).isEqualTo(REST / 2 + REST);
    turns.take(List.of(write(user("late"))));
    assertThat(turns.nextWakeNanos()).isEqualTo(REST);
  }

  @Test
  void take_manyUsersAtOnce_eachHasATurnOfItsOwn() {
    List<UserWrite> writes = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      writes.add(write(user("user-" + i)));
    }

    assertThat(turns.take(writes)).doesNotContain(false);
    assertThat(turns.take(writes)).doesNotContain(true);
  }

  @Test
  void take_aliasWithTheValueOfAnExternalId_isAnotherUser() {
    UserProfile device = UserProfile.builder().device(DeviceIdentityType.IDFV, "same").build();

    assertThat(turns.take(List.of(write(user("same")), write(device)))).containsExactly(true, true);
  }

  /** In Braze an alias is its name and its label. */
  @Test
  void take_aliasesOfOneNameWithTwoLabels_areTwoUsers() {
    UserProfile one = UserProfile.builder().device(DeviceIdentityType.IDFV, "same").build();
    UserProfile other = UserProfile.builder().device(DeviceIdentityType.IDFA, "same").build();

    assertThat(turns.take(List.of(write(one), write(other)))).containsExactly(true, true);
    assertThat(turns.take(List.of(write(one), write(other)))).containsExactly(false, false);
  }

  /** A parked write may be over before its turn comes, and nobody waits behind it. */
  @Test
  void release_allParkedWritesAreOver_leavesTheUserFree() {
    List<UserWrite> writes = takenOfOneUser(2);
    writes.get(1).givenUp(Reason.CANCELLED, "cancelled", null);

    turns.release(writes.get(0), 0);

    assertThat(came).isEmpty();
    assertThat(turns.take(List.of(write(user("u"))))).containsExactly(true);
  }

  private static UserProfile user(String customerId) {
    return UserProfile.ofCustomerId(customerId);
  }

  /** Writes of the user u, the first of which has the turn. */
  private List<UserWrite> takenOfOneUser(int count) {
    List<UserWrite> writes = Stream.generate(() -> write(user("u"))).limit(count).toList();
    turns.take(writes);
    return writes;
  }

  private UserWrite attempted(UserProfile user) {
    UserWrite write = write(user);
    write.attemptStarts();
    return write;
  }

  private UserWrite write(UserProfile user) {
    UpdateWindow window = new UpdateWindow(payload, false, outcome -> {});
    window.add(0, MembershipSnapshot.of(user, Audience.of(1)));
    window.settle();
    return window.take().get(0);
  }
}
