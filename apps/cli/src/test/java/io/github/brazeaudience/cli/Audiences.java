package io.github.brazeaudience.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.config.SendSegmentsAs;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Five audiences, lines that add users to them, and the expected profiles. */
final class Audiences {
  private static final List<String> NAMES =
      List.of("Aspiring Athenians", "Ibiza Dreamers", "Possible Parisians", "Zürich \"Z\"", "E");

  private Audiences() {}

  static Set<Integer> all() {
    return IntStream.range(0, NAMES.size()).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<Integer> some(Random random) {
    return all().stream()
        .filter(audience -> random.nextBoolean())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  static Set<Integer> allBut(Set<Integer> some) {
    Set<Integer> others = all();
    others.removeAll(some);
    return others;
  }

  static long id(int audience) {
    return 11_034L + audience;
  }

  static String attribute(int audience) {
    return "In " + NAMES.get(audience);
  }

  /** A line with all that the user is in. */
  static String snapshot(String user, Collection<Integer> in) {
    return "{\"identities\":{\"customer_id\":\"%s\"},\"member_of\":%s}\n".formatted(user, json(in));
  }

  /** A line with what the user entered and left. */
  static String change(String user, Collection<Integer> entered, Collection<Integer> left) {
    return "{\"identities\":{\"customer_id\":\"%s\"},\"entered\":%s,\"left\":%s}\n"
        .formatted(user, json(entered), json(left));
  }

  private static String json(Collection<Integer> audiences) {
    return audiences.stream()
        .map(
            audience ->
                String.format(
                    Locale.ROOT,
                    "{\"id\":%d,\"name\":\"%s\"}",
                    id(audience),
                    NAMES.get(audience).replace("\"", "\\\"")))
        .toList()
        .toString();
  }

  /** Returns the audiences of a profile by form of attribute, sorted and without duplicates. */
  static Map<String, List<Integer>> membership(SendSegmentsAs mode, Map<String, Object> profile) {
    Map<String, List<Integer>> found = new TreeMap<>();
    if (mode.single()) {
      found.put("single", ofIds(String.valueOf(profile.getOrDefault("SegmentMembership", ""))));
    }
    if (mode.array()) {
      Object array = profile.getOrDefault("SegmentMembershipArray", List.of());
      found.put(
          "array",
          ofIds(
              ((List<?>) array)
                  .stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))));
    }
    if (mode.perSegment()) {
      List<Integer> flagged = new ArrayList<>(all());
      flagged.removeIf(audience -> !Boolean.TRUE.equals(profile.get(attribute(audience))));
      found.put("per segment", flagged);
    }
    return found;
  }

  private static List<Integer> ofIds(String quoted) {
    List<Integer> audiences = new ArrayList<>();
    for (int audience : all()) {
      String id = "'" + id(audience) + "'";
      if (quoted.contains(id)) {
        audiences.add(audience);
      }
    }
    String wanted =
        audiences.stream().map(a -> "'" + id(a) + "'").sorted().collect(Collectors.joining(","));
    String found = List.of(quoted.split(",")).stream().sorted().collect(Collectors.joining(","));
    assertThat(found).as("ids, each once").isEqualTo(wanted);
    return audiences;
  }

  /** Asserts that every form of attribute on a profile has exactly these audiences. */
  static void assertMembership(
      SendSegmentsAs mode, String user, Map<String, Object> profile, Set<Integer> in) {
    assertThat(membership(mode, profile == null ? Map.of() : profile))
        .as("%s in %s: %s", user, mode, profile)
        .allSatisfy((form, found) -> assertThat(found).as(form).containsExactlyElementsOf(in));
  }
}
