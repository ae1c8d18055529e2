package io.github.brazeaudience.cli;

import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Users with random memberships, and lines of input for them. */
final class SomeUsers {
  static final int COUNT = 300;

  private SomeUsers() {}

  static String user(int number) {
    return "u-" + number;
  }

  static Map<Integer, Set<Integer>> memberships(Random random) {
    Map<Integer, Set<Integer>> memberships = new TreeMap<>();
    for (int user = 0; user < COUNT; user++) {
      memberships.put(user, Audiences.some(random));
    }
    return memberships;
  }

  static String snapshots(Map<Integer, Set<Integer>> memberships) {
    return memberships.entrySet().stream()
        .map(entry -> Audiences.snapshot(user(entry.getKey()), entry.getValue()))
        .collect(Collectors.joining());
  }
}
