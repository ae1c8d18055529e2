package io.github.brazeaudience.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentStatusTest {
  private static final long MAX_AGE =
      Duration.ofSeconds(JdbcOutbox.RECENT_STATUS_SECONDS).toNanos();

  private boolean failing;
  private int queries;
  private long nanos = Long.MAX_VALUE - 5;
  private final RecentStatus recent = new RecentStatus(this::query, () -> nanos);

  private OutboxStatus query() {
    queries++;
    if (failing) {
      throw new IllegalStateException("thrown by the test");
    }
    return new OutboxStatus(queries, Optional.empty(), 0);
  }

  @Test
  void get_withinTheMaximumAge_queriesOnce() {
    assertThat(recent.get().backlog()).isEqualTo(1);
    nanos += MAX_AGE - 1;
    assertThat(recent.get().backlog()).isEqualTo(1);
    nanos++;
    assertThat(recent.get().backlog()).isEqualTo(2);
  }

  @Test
  void get_failingDatabase_failsUntilALaterQueryWorks() {
    failing = true;
    assertThatThrownBy(recent::get).isInstanceOf(IllegalStateException.class);
    failing = false;
    assertThatThrownBy(recent::get).isInstanceOf(IllegalStateException.class);
    assertThat(queries).isEqualTo(1);
    nanos += MAX_AGE;
    assertThat(recent.get().backlog()).isEqualTo(2);
  }
}
