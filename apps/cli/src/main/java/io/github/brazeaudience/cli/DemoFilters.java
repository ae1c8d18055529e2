package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.SegmentFilter;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Segment filters for the written attributes, in the forms of the settings page. */
final class DemoFilters {
  private static final Pattern QUOTED_ID = Pattern.compile("'([0-9]+)'");

  private final BrazeAudienceConfig config;
  private final Set<String> idsOfString = new LinkedHashSet<>();
  private final Set<String> idsOfArray = new LinkedHashSet<>();
  private final Set<String> flags = new LinkedHashSet<>();

  private DemoFilters(BrazeAudienceConfig config) {
    this.config = config;
  }

  /** Collects the audiences of the profiles. */
  static DemoFilters of(BrazeAudienceConfig config, List<BrazeProfile> profiles) {
    DemoFilters filters = new DemoFilters(config);
    profiles.forEach(filters::collect);
    return filters;
  }

  private void collect(BrazeProfile profile) {
    profile
        .attribute(config.attributeNames().single())
        .ifPresent(
            value ->
                QUOTED_ID
                    .matcher(String.valueOf(value))
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .forEach(idsOfString::add));
    profile
        .attribute(config.attributeNames().array())
        .filter(List.class::isInstance)
        .ifPresent(value -> ((List<?>) value).forEach(id -> idsOfArray.add(String.valueOf(id))));
    profile
        .attributes()
        .forEach(
            (name, value) -> {
              if (value instanceof Boolean) {
                flags.add(name);
              }
            });
  }

  /** One filter per audience and form. */
  List<SegmentFilter> all() {
    List<SegmentFilter> filters = new ArrayList<>();
    idsOfString.forEach(id -> filters.add(regex(id)));
    idsOfArray.forEach(
        id -> filters.add(SegmentFilter.includesValue(config.attributeNames().array(), id)));
    flags.forEach(name -> filters.add(SegmentFilter.equalTo(name, true)));
    return filters;
  }

  /** Ids that are part of another id, so a regex without quotes matches both. */
  List<String> ambiguousIds() {
    List<String> ambiguous = new ArrayList<>();
    for (String id : idsOfString) {
      if (idsOfString.stream().anyMatch(other -> !other.equals(id) && other.contains(id))) {
        ambiguous.add(id);
      }
    }
    return ambiguous;
  }

  /** Returns the filter in the form of the settings page. */
  SegmentFilter regex(String id) {
    return SegmentFilter.matchesRegex(config.attributeNames().single(), id);
  }

  /** The filter that matches only this id. */
  SegmentFilter quotedRegex(String id) {
    return SegmentFilter.matchesRegex(config.attributeNames().single(), "'" + id + "'");
  }
}
