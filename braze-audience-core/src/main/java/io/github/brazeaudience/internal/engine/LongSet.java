package io.github.brazeaudience.internal.engine;

import java.util.Arrays;

/**
 * Hash set of longs with open addressing. It has no object per element, so a large set does not
 * burden the garbage collector. Not thread-safe.
 */
final class LongSet {
  private static final int SMALLEST = 256;

  /** Spreads numbers that are close to each other; the golden ratio in 64 bits. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  /** Zero marks an empty slot. */
  private long[] slots = new long[SMALLEST];

  private boolean hasZero;
  private int taken;

  /** Keeps the compiler from removing the reads of {@link #prefetch}. */
  @SuppressWarnings("unused")
  private long prefetched;

  /** Adds a number. Returns false if the set contains it. */
  boolean add(long number) {
    if (number == 0) {
      boolean added = !hasZero;
      hasZero = true;
      return added;
    }
    int at = slotOf(number);
    if (slots[at] == number) {
      return false;
    }
    if (4L * (taken + 1) > 3L * slots.length) {
      // Before the number is added, so an OutOfMemoryError leaves the set unchanged.
      resize(2 * slots.length);
      at = slotOf(number);
    }
    slots[at] = number;
    taken++;
    return true;
  }

  void remove(long number) {
    if (number == 0) {
      hasZero = false;
      return;
    }
    int at = slotOf(number);
    if (slots[at] == 0) {
      return;
    }
    taken--;
    if (taken == 0 && slots.length > SMALLEST) {
      clear();
    } else {
      close(at);
    }
  }

  void clear() {
    if (slots.length > SMALLEST) {
      slots = new long[SMALLEST];
    } else {
      Arrays.fill(slots, 0);
    }
    hasZero = false;
    taken = 0;
  }

  /**
   * Reads the slot of a number into the processor's cache. The reads of several numbers do not
   * depend on each other, so the processor waits for all of them at once. The slots of a large set
   * are not in the cache, and without this, each {@link #add} and {@link #remove} waits for its
   * own.
   */
  void prefetch(long number) {
    prefetched ^= slots[home(number)];
  }

  /** {@return the slot of the number, or the free slot where it belongs} */
  private int slotOf(long number) {
    int at = home(number);
    while (slots[at] != 0 && slots[at] != number) {
      at = next(at);
    }
    return at;
  }

  /** Empties a slot, and moves back the numbers that were pushed past it. */
  private void close(int emptied) {
    int gap = emptied;
    for (int at = next(gap); slots[at] != 0; at = next(at)) {
      if (distance(home(slots[at]), at) >= distance(gap, at)) {
        slots[gap] = slots[at];
        gap = at;
      }
    }
    slots[gap] = 0;
  }

  private int home(long number) {
    return (int) ((number * SPREAD) >>> (1 + Long.numberOfLeadingZeros(slots.length)));
  }

  private int next(int at) {
    return (at + 1) & (slots.length - 1);
  }

  private int distance(int from, int to) {
    return (to - from) & (slots.length - 1);
  }

  private void resize(int length) {
    long[] before = slots;
    slots = new long[length];
    for (long number : before) {
      if (number != 0) {
        slots[slotOf(number)] = number;
      }
    }
  }
}
