package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.jdbc.HeldUsers.Batch;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

final class HeldUsersTest {
  private final HeldUsers held = new HeldUsers();

  private Batch hold(String relay, long... userHashes) {
    return held.hold(
        relay,
        LongStream.of(userHashes)
            .mapToObj(hash -> new OutboxRow(1, hash, OutboxFixture.snapshot("u", 1), 0, 0))
            .toList());
  }

  @Test
  void usersToKeep_nothingFailed_isEmpty() {
    held.release(hold("a", 1), true);
    hold("a", 2);
    assertThat(held.usersToKeep("a")).isEmpty();
  }

  @Test
  void usersToKeep_failedClaim_isOnceTheUsersOfTheRelay() {
    hold("a", 3, 1, 1);
    hold("b", 2);
    held.claimFailed();
    assertThat(held.usersToKeep("a")).contains(Set.of(1L, 3L));
    assertThat(held.usersToKeep("a")).isEmpty();
  }

  @Test
  void usersToKeep_batchNotSettled_leavesItsUsersOut() {
    Batch failed = hold("a", 1);
    hold("a", 2);
    held.release(failed, false);
    assertThat(held.usersToKeep("a")).contains(Set.of(2L));
  }

  @Test
  void usersToKeep_earlierBatchOfTheSameUserReleased_containsTheUser() {
    Batch earlier = hold("a", 1);
    hold("a", 1);
    held.release(earlier, true);
    held.claimFailed();
    assertThat(held.usersToKeep("a")).contains(Set.of(1L));
  }

  @Test
  void usersToKeep_batchReleasedAfterItsUsersWereKept_isPresentAgain() {
    Batch batch = hold("a", 1);
    held.claimFailed();
    assertThat(held.usersToKeep("a")).contains(Set.of(1L));
    held.release(batch, true);
    assertThat(held.usersToKeep("a")).contains(Set.of());
    assertThat(held.usersToKeep("a")).isEmpty();
  }

  @Test
  void hold_rows_areThoseOfTheBatch() {
    Batch batch = hold("a", 1, 2);
    assertThat(batch.relay()).isEqualTo("a");
    assertThat(batch.rows()).extracting(OutboxRow::userHash).isEqualTo(List.of(1L, 2L));
  }
}
