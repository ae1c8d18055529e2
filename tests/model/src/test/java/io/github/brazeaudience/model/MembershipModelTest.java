package io.github.brazeaudience.model;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Compares profiles with a model after random histories of snapshots, changes, renames,
 * retirements, failures and crashes between any two steps. Audiences are also renamed, swap names
 * and are recreated in the source.
 *
 * <p>At the end of a history the profiles contain what was accepted, and each write before the
 * first unconfirmed write changed every attribute that it contained. {@code -Dhistories} sets the
 * number of histories.
 */
@ExtendWith(LogOff.class)
class MembershipModelTest {
  private static final int HISTORIES =
      Integer.getInteger("histories", Boolean.getBoolean("tests.full") ? 100 : 5);

  @ParameterizedTest
  @EnumSource
  void profiles_randomHistory_matchModel(SendSegmentsAs mode) {
    seeds(HISTORIES, round -> 104_729L * round + mode.name().hashCode())
        .forEach(seed -> new History(seed, List.of(mode)).run());
  }

  @Test
  void profiles_randomHistoryWithChangingModes_matchModel() {
    seeds(7 * HISTORIES, round -> 7_919L * round)
        .forEach(seed -> new History(seed, List.of(SendSegmentsAs.values())).run());
  }

  /** The seeds of a test, or only that of {@code -Dseed}, to repeat a failure. */
  private static LongStream seeds(int histories, LongUnaryOperator seedOfRound) {
    Long one = Long.getLong("seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, histories).map(seedOfRound);
  }
}
