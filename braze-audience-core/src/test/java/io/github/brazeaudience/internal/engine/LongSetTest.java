package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LongSetTest {
  /** With few numbers many are repeated and removed; with many the array grows and shrinks. */
  @ParameterizedTest
  @CsvSource({"8, 2_000", "200, 20_000", "5_000, 100_000", "1_000_000, 100_000"})
  void addAndRemove_random_equalsAHashSet(String numbers, String steps) {
    for (int seed = 0; seed < 20; seed++) {
      Random random = new Random(seed);
      LongSet set = new LongSet();
      Set<Long> expected = new HashSet<>();
      long spread = random.nextBoolean() ? 1 : random.nextLong();
      for (int step = 0; step < count(steps); step++) {
        long number = random.nextInt(count(numbers)) * spread;
        set.prefetch(number);
        set.prefetch(random.nextLong());
        if (random.nextInt(count(steps)) == 0) {
          set.clear();
          expected.clear();
        } else if (random.nextBoolean()) {
          // An assertion object per step would take most of the time.
          if (set.add(number) != expected.add(number)) {
            fail("seed %d, step %d, %d", seed, step, number);
          }
        } else {
          set.remove(number);
          expected.remove(number);
        }
      }
      for (long number : expected) {
        if (set.add(number)) {
          fail("seed %d, %d is missing", seed, number);
        }
      }
    }
  }

  @Test
  void remove_all_allowsAddingAllAgain() {
    LongSet set = new LongSet();
    for (int round = 0; round < 3; round++) {
      for (long number = 0; number < 10_000; number++) {
        assertThat(set.add(number)).isTrue();
      }
      for (long number = 0; number < 10_000; number++) {
        set.remove(number);
      }
    }
  }

  private static int count(String text) {
    return Integer.parseInt(text.replace("_", ""));
  }
}
