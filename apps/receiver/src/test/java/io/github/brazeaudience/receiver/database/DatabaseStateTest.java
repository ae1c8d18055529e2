package io.github.brazeaudience.receiver.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DatabaseStateTest {
  private final List<String> notices = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private final DatabaseState state = new DatabaseState("users.db", () -> now, notices::add);

  @Test
  void failed_severalTimes_isOneFailureAndOneLine() {
    state.writeFailed(new IllegalStateException(new SQLException("value of u-1", "08001")));
    Instant first = now;
    now = now.plusSeconds(7);
    state.writeFailed(new SQLException("value of u-1", "53100"));

    DatabaseState.Failure failure = state.failure().orElseThrow();
    assertThat(failure.since()).isEqualTo(first);
    assertThat(failure.reason()).isEqualTo("SQLSTATE 53100, SQLException");
    assertThat(notices)
        .singleElement()
        .asString()
        .contains("users.db", "SQLSTATE 08001, IllegalStateException")
        .doesNotContain("u-1");
  }

  @Test
  void works_afterAFailure_isLoggedOnce() {
    state.writeSucceeded();
    assertThat(notices).isEmpty();
    state.writeFailed(new IllegalStateException());
    state.writeSucceeded();
    state.writeSucceeded();
    assertThat(state.failure()).isEmpty();
    assertThat(notices).hasSize(2).last().isEqualTo("the database keeps messages again");
  }
}
