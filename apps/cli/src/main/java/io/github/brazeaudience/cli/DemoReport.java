package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.SegmentFilter;
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;

/** Prints the profiles of the demo's Braze and which segments they match. */
final class DemoReport {
  private static final int MOST_PROFILES = 20;

  private final FakeBraze braze;
  private final DemoFilters filters;
  private final List<BrazeProfile> profiles;
  private final PrintStream out;

  DemoReport(FakeBraze braze, BrazeAudienceConfig config, PrintStream out) {
    this.braze = braze;
    this.profiles = braze.profiles().stream().limit(MOST_PROFILES).toList();
    this.filters = DemoFilters.of(config, profiles);
    this.out = out;
  }

  void print() {
    profiles.forEach(this::print);
    int more = braze.profiles().size() - profiles.size();
    if (more > 0) {
      out.printf("... and %,d more profiles%n%n", more);
    }
    filters.ambiguousIds().forEach(this::printTrap);
  }

  private void print(BrazeProfile profile) {
    out.println("Profile " + name(profile));
    profile.email().ifPresent(email -> out.println("  email = " + email));
    profile.attributes().forEach((name, value) -> out.println("  " + name + " = " + shown(value)));
    for (SegmentFilter filter : filters.all()) {
      if (profile.matches(filter)) {
        out.println("    is in the segment: " + filter);
      }
    }
    out.println();
  }

  private static String shown(Object value) {
    return value instanceof List<?> list
        ? list.stream()
            .map(element -> "\"" + element + "\"")
            .collect(Collectors.joining(",", "[", "]"))
        : String.valueOf(value);
  }

  /** Shows on real profiles why a regex needs the quotes. */
  private void printTrap(String id) {
    out.println("A trap:");
    print(filters.regex(id));
    print(filters.quotedRegex(id));
    out.printf("  Without the quotes %s is found in longer ids too; write '%s'.%n%n", id, id);
  }

  private void print(SegmentFilter filter) {
    List<String> names =
        braze.profilesMatching(filter).stream().limit(MOST_PROFILES).map(DemoReport::name).toList();
    out.println("  " + filter + " finds " + String.join(", ", names));
  }

  private static String name(BrazeProfile profile) {
    return profile
        .externalId()
        .or(
            () ->
                profile.aliases().stream()
                    .findFirst()
                    .map(alias -> alias.label() + ":" + alias.name()))
        .or(profile::email)
        .orElse("without identifier");
  }
}
