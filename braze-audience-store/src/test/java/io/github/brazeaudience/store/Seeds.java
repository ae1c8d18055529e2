package io.github.brazeaudience.store;

import java.util.Random;

/**
 * Seeds of random tests. In the quick build, the seed of a test depends on its name only, so each
 * build tests the same; in the full build it is random.
 */
final class Seeds {
  private static final boolean FULL = Boolean.getBoolean("tests.full");

  private Seeds() {}

  /** Returns the seed for a test, or that of {@code -Dstore.seed}, and prints it. */
  static long of(String test) {
    long seed = Long.getLong("store.seed", FULL ? new Random().nextLong() : test.hashCode());
    System.out.println(test + ": -Dstore.seed=" + seed);
    return seed;
  }
}
