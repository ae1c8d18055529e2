package io.github.brazeaudience.internal.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.internal.engine.TestWrites;
import io.github.brazeaudience.internal.engine.UserWrite;
import io.github.brazeaudience.payload.PayloadBuilder;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Waits for the store and for leases. Some clocks start before zero and overflow. */
class StoreWaitsTest {
  private static final long MILLI = 1_000_000;

  private final PayloadBuilder payload =
      PayloadBuilder.of(BrazeAudienceConfig.builder().restApiKey("key").build());
  private final UserWrite first = write("first");
  private final UserWrite second = write("second");

  private UserWrite write(String user) {
    return TestWrites.unresolved(
        payload, MembershipSnapshot.of(UserProfile.ofCustomerId(user), Audience.of(1)));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -15, Long.MAX_VALUE - 15})
  void removeExpired_times_removesThoseThatAreDue(long start) {
    StoreTimeouts timeouts = new StoreTimeouts();
    assertThat(timeouts.nextNanos()).isNull();
    timeouts.add(second, start + 20);
    timeouts.add(first, start + 10);
    assertThat(timeouts.nextNanos()).isEqualTo(start + 10);

    assertThat(timeouts.removeExpired(start + 9)).isEmpty();
    assertThat(timeouts.removeExpired(start + 10)).containsExactly(first);
    assertThat(timeouts.contains(first)).isFalse();
    assertThat(timeouts.contains(second)).isTrue();
    assertThat(timeouts.nextNanos()).isEqualTo(start + 20);
    assertThat(timeouts.removeExpired(start + 19)).isEmpty();
    assertThat(timeouts.removeExpired(start + 20)).containsExactly(second);
    assertThat(timeouts.nextNanos()).isNull();
  }

  @Test
  void remove_write_endsItsWaitOnce() {
    StoreTimeouts timeouts = new StoreTimeouts();
    timeouts.add(first, 10);

    assertThat(timeouts.remove(first)).isTrue();
    assertThat(timeouts.remove(first)).isFalse();

    assertThat(timeouts.nextNanos()).isNull();
    assertThat(timeouts.removeExpired(10)).isEmpty();
  }

  @Test
  void clear_waits_forgetsThem() {
    StoreTimeouts timeouts = new StoreTimeouts();
    timeouts.add(first, 10);
    timeouts.clear();
    assertThat(timeouts.contains(first)).isFalse();

    timeouts.add(second, 20);

    assertThat(timeouts.nextNanos()).isEqualTo(20);
    assertThat(timeouts.removeExpired(19)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -40 * MILLI, Long.MAX_VALUE - 40 * MILLI})
  void leaseWait_refusedAgain_doublesUpToOneSecond(long start) {
    LeaseWaits waits = new LeaseWaits();
    long now = start;
    for (long millis : LongStream.of(50, 100, 200, 400, 800, 1_000, 1_000).toArray()) {
      waits.add(first, now);
      long due = now + millis * MILLI;
      assertThat(waits.nextNanos()).isEqualTo(due);
      assertThat(waits.isWaiting(first)).isTrue();
      assertThat(waits.removeDue(due - 1)).isEmpty();
      assertThat(waits.removeDue(due)).containsExactly(first);
      assertThat(waits.isWaiting(first)).as("is being tried").isFalse();
      assertThat(waits.nextNanos()).isNull();
      now = due;
    }
  }

  @Test
  void leaseWait_removed_startsWithTheShortestWaitAgain() {
    LeaseWaits waits = new LeaseWaits();
    waits.add(first, 0);
    waits.add(first, 0);
    waits.add(second, 10);
    assertThat(waits.nextNanos()).isEqualTo(LeaseWaits.MIN_WAIT.toNanos() + 10);

    assertThat(waits.remove(first)).isTrue();
    assertThat(waits.remove(first)).isFalse();
    assertThat(waits.isWaiting(first)).isFalse();
    waits.add(first, 0);
    assertThat(waits.nextNanos()).isEqualTo(LeaseWaits.MIN_WAIT.toNanos());

    waits.clear();
    assertThat(waits.nextNanos()).isNull();
    assertThat(waits.remove(first)).as("it no longer counts as refused").isFalse();
    assertThat(waits.removeDue(Duration.ofSeconds(9).toNanos())).isEmpty();
  }
}
