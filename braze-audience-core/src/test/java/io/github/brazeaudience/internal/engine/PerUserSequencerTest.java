package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.outcome.NotSent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PerUserSequencerTest {
  private static final long MILLISECOND = 1_000_000;

  private final EngineFixture fixture = new EngineFixture();
  private final Call call = fixture.call();
  private final List<UserWrite> acquired = new ArrayList<>();
  private final PerUserSequencer sequencer = new PerUserSequencer(SECOND, acquired::add);

  private UserWrite accept(String user) {
    UserWrite write = fixture.write(call, user);
    sequencer.accept(write);
    return write;
  }

  private UserWrite acceptAttempted(String user) {
    UserWrite write = accept(user);
    write.requestStarted(true);
    return write;
  }

  @Test
  void accept_freeUser_acquiresAtOnce() {
    UserWrite write = accept("u");

    assertThat(acquired).containsExactly(write);
  }

  @Test
  void accept_userWithAWrite_waitsUntilItIsReleased() {
    List<UserWrite> writes = List.of(accept("u"), accept("u"), accept("u"));

    assertThat(acquired).containsExactly(writes.get(0));
    sequencer.release(writes.get(0), 0);
    assertThat(acquired).containsExactly(writes.get(0), writes.get(1));
    sequencer.release(writes.get(1), 0);
    assertThat(acquired).containsExactlyElementsOf(writes);
    sequencer.release(writes.get(2), 0);
    UserWrite later = accept("u");
    assertThat(acquired).endsWith(later);
  }

  @ParameterizedTest
  @CsvSource({
    "false,           0, true",
    "true,            0, false",
    "true,  999_999_999, false",
    "true, 1_000_000_000, true"
  })
  void release_attemptedOrNot_freesTheUserAfterTheCooldown(
      boolean attempted, String nanosLater, boolean free) {
    UserWrite first = attempted ? acceptAttempted("u") : accept("u");
    UserWrite second = accept("u");
    sequencer.release(first, 7);
    sequencer.endCooldowns(7 + Long.parseLong(nanosLater.replace("_", "")));

    assertThat(acquired.contains(second)).isEqualTo(free);
  }

  @Test
  void release_twice_freesTheUserOnce() {
    UserWrite first = accept("u");
    UserWrite second = accept("u");
    UserWrite third = accept("u");
    sequencer.release(first, 0);
    sequencer.release(first, 0);

    assertThat(acquired).containsExactly(first, second).doesNotContain(third);
  }

  @Test
  void wake_usersReleasedWithinAMillisecond_cooledDownTogetherAndNoneTooEarly() {
    List<UserWrite> ended =
        List.of(acceptAttempted("a"), acceptAttempted("b"), acceptAttempted("c"));
    List<UserWrite> next = List.of(accept("a"), accept("b"), accept("c"));
    acquired.clear();
    sequencer.release(ended.get(0), MILLISECOND);
    sequencer.release(ended.get(1), 0);
    sequencer.release(ended.get(2), 2 * MILLISECOND + 1);

    sequencer.endCooldowns(SECOND + MILLISECOND - 1);
    assertThat(acquired).isEmpty();
    sequencer.endCooldowns(SECOND + MILLISECOND);
    assertThat(acquired).containsExactly(next.get(0), next.get(1));
    sequencer.endCooldowns(SECOND + 2 * MILLISECOND + 1);
    assertThat(acquired).containsExactlyElementsOf(next);
  }

  @Test
  void nextWakeNanos_writesWaitOrNot_isTheFirstOrTheLastCooldown() {
    UserWrite early = acceptAttempted("early");
    UserWrite late = acceptAttempted("late");
    assertThat(sequencer.nextWakeNanos()).isNull();
    sequencer.release(early, 0);
    sequencer.release(late, SECOND / 2);

    assertThat(sequencer.nextWakeNanos()).isEqualTo(SECOND / 2 + SECOND);
    accept("late");
    assertThat(sequencer.nextWakeNanos()).isEqualTo(SECOND);
  }

  @Test
  void accept_aliasEqualToAnExternalId_isAnotherUser() {
    UserWrite alias =
        fixture.write(UserProfile.builder().device(DeviceIdentityType.IDFV, "same").build());
    UserWrite otherLabel =
        fixture.write(UserProfile.builder().device(DeviceIdentityType.IDFA, "same").build());
    UserWrite externalId = accept("same");
    sequencer.accept(alias);
    sequencer.accept(otherLabel);

    assertThat(acquired).containsExactly(externalId, alias, otherLabel);
  }

  @Test
  void drain_call_failsItsWaitingWritesOnlyAndTheUserGoesToTheNextCall() {
    Call other = fixture.call();
    UserWrite first = accept("u");
    UserWrite drained = accept("u");
    UserWrite next = fixture.write(other, "u");
    sequencer.accept(next);
    first.moveTo(WriteState.RESOLVING);

    sequencer.drain(call, StopCause.CANCELLED);

    assertThat(fixture.outcomes).hasSize(1).allMatch(NotSent.class::isInstance);
    assertThat(drained.state()).isEqualTo(WriteState.DONE);
    sequencer.release(first, 0);
    assertThat(acquired).containsExactly(first, next);
  }

  @Test
  void reset_holders_keepTheirUsersAndEarlierHoldsDoNotCount() {
    UserWrite forgotten = accept("a");
    UserWrite holder = accept("b");
    UserWrite coolingDown = acceptAttempted("c");
    sequencer.release(coolingDown, 0);
    sequencer.reset(List.of(holder));
    acquired.clear();

    sequencer.release(forgotten, 0);
    UserWrite free = accept("a");
    UserWrite waits = accept("b");
    accept("c");
    assertThat(acquired).containsExactly(free);
    sequencer.release(holder, 0);
    assertThat(acquired).containsExactly(free, waits);
  }
}
