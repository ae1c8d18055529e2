package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.show.AttributeRow.Match;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.KnownUser.Ids;
import io.github.brazeaudience.membership.KnownUser.State;
import io.github.brazeaudience.membership.ProfileExport;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares the attributes of a record with those of a profile. */
final class AttributeRows {
  private static final String IN_DOUBT = "in doubt";
  private static final Ids NO_IDS = new Ids(State.UNKNOWN, Set.of());

  private final @Nullable KnownUser stored;
  private final @Nullable Map<String, Object> profile;
  private final List<AttributeRow> rows = new ArrayList<>();

  private AttributeRows(@Nullable KnownUser stored, @Nullable Map<String, Object> profile) {
    this.stored = stored;
    this.profile = profile;
  }

  /** {@return the string, the array, then the attributes per segment by name} */
  static List<AttributeRow> of(
      BrazeAudienceConfig config, @Nullable KnownUser stored, @Nullable ProfileExport remote) {
    Map<String, Object> profile =
        remote instanceof ProfileExport.Found found
            ? found.attributes()
            : remote instanceof ProfileExport.NotFound ? Map.of() : null;
    AttributeRows rows = new AttributeRows(stored, profile);
    rows.add(config);
    return rows.rows;
  }

  private void add(BrazeAudienceConfig config) {
    AttributeNames names = config.attributeNames();
    addIds(names.single(), stored == null ? NO_IDS : stored.single(), false);
    addIds(names.array(), stored == null ? NO_IDS : stored.array(), true);
    Map<String, Flag> flags = new TreeMap<>(stored == null ? Map.of() : stored.segments());
    Set<String> inBraze = new TreeSet<>(profile == null ? Set.of() : profile.keySet());
    inBraze.removeAll(Set.of(names.single(), names.array()));
    inBraze.addAll(flags.keySet());
    for (String name : inBraze) {
      addFlag(name, flags.get(name));
    }
  }

  private void addIds(String name, Ids ids, boolean array) {
    Object value = profile == null ? null : profile.get(name);
    Map<Long, Flag> elements = array && stored != null ? stored.elements() : Map.of();
    if (ids.state() == State.UNKNOWN && elements.isEmpty() && value == null) {
      return;
    }
    String store = elements.isEmpty() ? shown(ids, array) : shown(elements);
    Match match =
        profile == null
            ? doubt(ids.state())
            : switch (ids.state()) {
              case IN_DOUBT -> Match.IN_DOUBT;
              case UNKNOWN -> elements.isEmpty() ? Match.NOT_COMPARED : compare(elements, value);
              case ABSENT -> value == null ? Match.SAME : Match.DIFFERS;
              case KNOWN -> ids.ids().equals(ids(value)) ? Match.SAME : Match.DIFFERS;
            };
    Set<Long> audiences = new TreeSet<>(ids.ids());
    audiences.addAll(elements.keySet());
    rows.add(new AttributeRow(name, audiences, store, braze(value), match));
  }

  private static Match doubt(State state) {
    return state == State.IN_DOUBT ? Match.IN_DOUBT : Match.NOT_COMPARED;
  }

  private static Match compare(Map<Long, Flag> elements, @Nullable Object value) {
    Set<Long> found = ids(value);
    Set<Match> matches = new HashSet<>();
    elements.forEach(
        (id, flag) ->
            matches.add(
                flag.state() == State.IN_DOUBT
                    ? Match.IN_DOUBT
                    : found != null && found.contains(id) == flag.member()
                        ? Match.SAME
                        : Match.DIFFERS));
    return matches.contains(Match.DIFFERS)
        ? Match.DIFFERS
        : matches.contains(Match.IN_DOUBT) ? Match.IN_DOUBT : Match.SAME;
  }

  private void addFlag(String name, @Nullable Flag flag) {
    Object value = profile == null ? null : profile.get(name);
    if (flag == null) {
      rows.add(
          new AttributeRow(name, Set.of(), AttributeRow.UNKNOWN, braze(value), Match.NOT_COMPARED));
      return;
    }
    Set<Long> owner = flag.audienceId().map(Set::of).orElse(Set.of());
    rows.add(new AttributeRow(name, owner, shown(flag), braze(value), match(flag, value)));
  }

  private Match match(Flag flag, @Nullable Object value) {
    if (flag.state() == State.IN_DOUBT) {
      return Match.IN_DOUBT;
    }
    if (profile == null) {
      return Match.NOT_COMPARED;
    }
    Object wanted =
        flag.state() != State.KNOWN
            ? null
            : flag.text() ? String.valueOf(flag.member()) : (Object) flag.member();
    return wanted == null
        ? (value == null ? Match.SAME : Match.DIFFERS)
        : wanted.equals(value) ? Match.SAME : Match.DIFFERS;
  }

  private static String shown(Ids ids, boolean array) {
    return switch (ids.state()) {
      case UNKNOWN -> AttributeRow.UNKNOWN;
      case IN_DOUBT -> IN_DOUBT;
      case ABSENT -> AttributeRow.ABSENT;
      case KNOWN -> array ? ids.ids().toString() : quoted(ids.ids());
    };
  }

  private static String shown(Map<Long, Flag> elements) {
    return elements.entrySet().stream()
        .map(
            element ->
                element.getValue().state() == State.IN_DOUBT
                    ? element.getKey() + " in doubt"
                    : (element.getValue().member() ? "" : "not ") + element.getKey())
        .collect(Collectors.joining(", ", "with ", ", others unknown"));
  }

  private static String shown(Flag flag) {
    String value =
        switch (flag.state()) {
          case UNKNOWN -> AttributeRow.UNKNOWN;
          case IN_DOUBT -> IN_DOUBT;
          case ABSENT -> AttributeRow.ABSENT;
          case KNOWN -> flag.text() ? "\"" + flag.member() + "\"" : String.valueOf(flag.member());
        };
    return flag.audienceId().map(id -> value + " (" + id + ")").orElse(value);
  }

  private static String quoted(Set<Long> ids) {
    return ids.isEmpty()
        ? "\"\""
        : ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","));
  }

  private String braze(@Nullable Object value) {
    if (value == null) {
      return profile == null ? "" : AttributeRow.ABSENT;
    }
    return RemoteValue.shown(value);
  }

  /** {@return the ids of a value in one of the two forms that are written, or null} */
  private static @Nullable Set<Long> ids(@Nullable Object value) {
    return RemoteValue.ids(value);
  }
}
