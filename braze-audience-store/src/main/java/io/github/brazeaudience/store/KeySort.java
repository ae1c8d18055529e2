package io.github.brazeaudience.store;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * Sort of records by external id. It sorts numbers made of a few characters of each external id,
 * because external ids are scattered over the memory and are slow to compare, and then only the
 * external ids whose numbers are equal.
 */
final class KeySort {
  private static final int CHARS = 5;
  private static final int MAX_CHAR = 0xff;
  private static final int INDEX_BITS = 24;
  private static final long INDEX = (1L << INDEX_BITS) - 1;
  private static final Comparator<Map.Entry<String, byte[]>> BY_KEY = Map.Entry.comparingByKey();

  private KeySort() {}

  static List<Map.Entry<String, byte[]>> sorted(Map<String, byte[]> records) {
    List<Map.Entry<String, byte[]>> unsorted = new ArrayList<>(records.entrySet());
    if (unsorted.size() > INDEX) {
      unsorted.sort(BY_KEY);
      return unsorted;
    }
    int prefix = commonPrefix(unsorted);
    long[] numbers = new long[unsorted.size()];
    for (int i = 0; i < numbers.length; i++) {
      // The order of the numbers is that of signed ones.
      numbers[i] = Long.MIN_VALUE ^ (number(unsorted.get(i).getKey(), prefix) << INDEX_BITS | i);
    }
    Arrays.sort(numbers);
    List<Map.Entry<String, byte[]>> sorted = new ArrayList<>(numbers.length);
    int equal = 0;
    for (int i = 0; i < numbers.length; i++) {
      if (i > 0 && numbers[i] >>> INDEX_BITS != numbers[i - 1] >>> INDEX_BITS) {
        sorted.subList(equal, i).sort(BY_KEY);
        equal = i;
      }
      sorted.add(unsorted.get((int) (numbers[i] & INDEX)));
    }
    sorted.subList(equal, sorted.size()).sort(BY_KEY);
    return sorted;
  }

  /** Returns the length of the longest common prefix of the external ids. */
  private static int commonPrefix(List<Map.Entry<String, byte[]>> records) {
    String first = records.isEmpty() ? "" : records.get(0).getKey();
    int common = first.length();
    for (Map.Entry<String, byte[]> record : records) {
      while (!record.getKey().regionMatches(0, first, 0, common)) {
        common--;
      }
    }
    return common;
  }

  /** Returns a number that is not lower for an external id that comes later. */
  private static long number(String user, int start) {
    long number = 0;
    boolean exact = true;
    for (int i = start; i < start + CHARS; i++) {
      int c = exact && i < user.length() ? Math.min(user.charAt(i), MAX_CHAR) : 0;
      number = number << Byte.SIZE | c;
      exact &= c < MAX_CHAR;
    }
    return number;
  }
}
