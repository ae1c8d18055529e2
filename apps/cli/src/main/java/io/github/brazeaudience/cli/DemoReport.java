package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.Printable;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.SegmentFilter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Prints the profiles of the demo and the segments they match. */
final class DemoReport {
  private static final int MOST_PROFILES = 20;

  private final FakeBraze braze;
  private final DemoFilters filters;
  private final List<BrazeProfile> profiles;
  private final StringBuilder text = new StringBuilder();

  DemoReport(FakeBraze braze, BrazeAudienceConfig config) {
    this.braze = braze;
    this.profiles = braze.profiles().stream().limit(MOST_PROFILES).toList();
    this.filters = DemoFilters.of(config, profiles);
  }

  String text() {
    profiles.forEach(this::print);
    int more = braze.profiles().size() - profiles.size();
    if (more > 0) {
      line(String.format(Locale.ROOT, "... and %,d more profiles", more));
      line("");
    }
    filters.ambiguousIds().forEach(this::printTrap);
    return text.toString();
  }

  private void line(String words) {
    text.append(Printable.line(words)).append(System.lineSeparator());
  }

  private void print(BrazeProfile profile) {
    line("Profile " + name(profile));
    profile.email().ifPresent(email -> line("  email = " + email));
    profile.attributes().forEach((name, value) -> line("  " + name + " = " + shown(value)));
    for (SegmentFilter filter : filters.all()) {
      if (profile.matches(filter)) {
        line("    is in the segment: " + filter);
      }
    }
    line("");
  }

  private static String shown(Object value) {
    return value instanceof List<?> list
        ? list.stream()
            .map(element -> "\"" + element + "\"")
            .collect(Collectors.joining(",", "[", "]"))
        : String.valueOf(value);
  }

  /** Shows on the profiles why a regex needs the quotes. */
  private void printTrap(String id) {
    line("A trap:");
    print(filters.regex(id));
    print(filters.quotedRegex(id));
    line("  Without the quotes %s is found in longer ids too; write '%s'.".formatted(id, id));
    line("");
  }

  private void print(SegmentFilter filter) {
    List<String> names =
        braze.profilesMatching(filter).stream().limit(MOST_PROFILES).map(DemoReport::name).toList();
    line("  " + filter + " finds " + String.join(", ", names));
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
