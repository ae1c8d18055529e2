package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.show.AttributeRow.Match;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.ProfileExport;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.Severity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Decides why a user may be missing in a segment, the likeliest cause first. */
final class Causes {
  private final ShownUser user;
  private final List<String> causes = new ArrayList<>();

  private Causes(ShownUser user) {
    this.user = user;
  }

  /** {@return the causes, each with what to do; empty if none was found} */
  static List<String> of(ShownUser user) {
    Causes causes = new Causes(user);
    causes.record();
    causes.profile();
    causes.workspace();
    causes.attributes();
    causes.filter();
    causes.later();
    return causes.causes;
  }

  private void add(String format, Object... values) {
    causes.add(String.format(Locale.ROOT, format, values));
  }

  private void record() {
    KnownUser stored = user.stored();
    if (stored == null) {
      if (user.store() != null) {
        add(
            "The store has no record of the user for this endpoint and key: no update was"
                + " accepted, or forward had another endpoint or key. Check them and the id, and"
                + " look for the user's line in --outcomes.");
      }
      return;
    }
    if (stored.damage().isPresent()) {
      add(
          "The record is damaged (%s), so updates are NotSent. Run forward --store ... --forget"
              + " USER, then forward a snapshot.",
          stored.damage().get());
      return;
    }
    if (stored.pending()) {
      add(
          "A write is in flight, or it is unknown whether Braze applied it. Forward the user"
              + " again; the next write contains everything.");
    }
    if (user.audience().isPresent()) {
      audience(stored, user.audience().getAsLong());
    }
    latest(stored)
        .filter(latest -> latest.isAfter(user.now()))
        .ifPresent(
            latest ->
                add(
                    "The newest accepted timestamp, %s, is in the future, so updates before it are"
                        + " left out as SUPERSEDED. Fix the source's clock, and --forget the user.",
                    latest));
  }

  private void audience(KnownUser stored, long id) {
    if (stored.members().contains(id)) {
      return;
    }
    String newest = asOf(stored, id);
    boolean left =
        stored.statedAt().containsKey(id)
            || stored.segments().values().stream()
                .anyMatch(flag -> flag.audienceId().filter(owner -> owner == id).isPresent());
    if (!left && !stored.full()) {
      add("The store does not know of audience %d%s. Forward a snapshot of the user.", id, newest);
      return;
    }
    add(
        "The store does not have the user in audience %d%s: the last accepted update states so,"
            + " the update with the audience was rejected, or it was left out as SUPERSEDED"
            + " because its timestamp is older, or the audience was retired. Look for the user's"
            + " line in --outcomes --outcomes-unchanged.",
        id, newest);
  }

  /** If Braze has the audience, the filter of the segment is the likeliest cause. */
  private void filter() {
    List<String> filters = MatchingFilters.of(user);
    if (!filters.isEmpty()) {
      add(
          "Braze has the user in audience %d, so the segment has another filter, or one more."
              + " These match: %s.",
          user.audience().orElseThrow(), String.join("; ", filters));
    }
  }

  /** An update for the audience may have come later than the store knows. */
  private void later() {
    KnownUser stored = user.stored();
    if (stored != null && user.audience().isPresent()) {
      long id = user.audience().getAsLong();
      if (stored.members().contains(id) && stored.newestStatement(id).isPresent()) {
        add(
            "The store has the user in audience %d%s. If a later update says otherwise, compare its"
                + " timestamp: an older one is left out as SUPERSEDED.",
            id, asOf(stored, id));
      }
    }
  }

  private static String asOf(KnownUser stored, long id) {
    return stored.newestStatement(id).map(time -> ", as of " + time).orElse("");
  }

  private static Optional<Instant> latest(KnownUser stored) {
    return Stream.concat(stored.snapshotAt().stream(), stored.statedAt().values().stream())
        .max(Instant::compareTo);
  }

  private void profile() {
    if (user.remote() instanceof ProfileExport.Failed failed) {
      add("The profile could not be read: %s.", failed.message());
    }
    if (user.remote() instanceof ProfileExport.NotFound) {
      add(
          user.stored() == null
              ? "Braze has no profile with this external id. Check the id and the instance."
              : "Braze has no profile with this external id, although a write was accepted: it was"
                  + " deleted or merged since, or the key is of another workspace. Run"
                  + " forward --store ... --forget USER, then forward the user.");
    }
  }

  private void attributes() {
    if (user.remote() instanceof ProfileExport.Found found) {
      for (AttributeRow row : user.attributes()) {
        difference(row, found.attributes());
      }
    }
    mode();
  }

  private void difference(AttributeRow row, Map<String, Object> profile) {
    Object value = profile.get(row.name());
    AttributeNames names = user.config().attributeNames();
    boolean set = row.name().equals(names.single()) || row.name().equals(names.array());
    if (value == null) {
      if (row.match() == Match.DIFFERS) {
        similar(row.name(), profile);
      }
      return;
    }
    if (set && RemoteValue.ids(value) == null) {
      add(
          "%s is %s in another form than this library writes: another system writes it too, or"
              + " Braze has another data type for it.",
          row.name(), RemoteValue.type(value));
    } else if (row.name().equals(names.single())
        && String.valueOf(value).length() >= PayloadLimits.MAX_STRING_CODE_POINTS) {
      add(
          "%s has the maximum length of %d characters and may be truncated. Use another"
              + " --send-segments-as.",
          row.name(), PayloadLimits.MAX_STRING_CODE_POINTS);
    } else if (row.match() == Match.DIFFERS) {
      differs(row, value, set);
    }
  }

  private void differs(AttributeRow row, Object value, boolean set) {
    if (!set && !(value instanceof Boolean)) {
      add(
          "%s is %s in Braze, so a filter for a Boolean does not match it.",
          row.name(), RemoteValue.type(value));
    } else {
      add(
          "%s differs: another system changed it, Braze has not applied the write yet, or it drops"
              + " elements over the attribute's Max length. Run forward --full for this user.",
          row.name());
    }
  }

  private void similar(String name, Map<String, Object> profile) {
    String other =
        profile.keySet().stream()
            .filter(key -> key.strip().equalsIgnoreCase(name) && !key.equals(name))
            .findFirst()
            .orElse(null);
    if (other != null) {
      add(
          "Braze has \"%s\" and not \"%s\": the names differ in letter case. Use the name that the"
              + " segment's filter has, and rename the audience.",
          other, name);
    } else {
      add(
          "%s is missing in Braze although its write was accepted: it has another data type or is"
              + " blocklisted (run check), another system removed it, or the write is not"
              + " processed yet.",
          name);
    }
  }

  /** A segment may be defined over an attribute that the mode does not write. */
  private void mode() {
    SendSegmentsAs mode = user.config().sendSegmentsAs();
    KnownUser stored = user.stored();
    if (stored == null || (user.attributes().isEmpty() && stored.members().isEmpty())) {
      return;
    }
    AttributeNames names = user.config().attributeNames();
    boolean single = has(names.single());
    boolean array = has(names.array());
    boolean perSegment =
        user.attributes().stream()
            .anyMatch(
                row -> !row.name().equals(names.single()) && !row.name().equals(names.array()));
    missing(mode.single() && !single, names.single());
    missing(mode.array() && !array, names.array());
    missing(
        mode.perSegment() && !perSegment && !stored.members().isEmpty(),
        names.perSegmentPrefix().strip() + " ...");
  }

  private void missing(boolean missing, String name) {
    if (missing) {
      add(
          "The user has no attribute \"%s\", which --send-segments-as %s writes: the last update"
              + " was forwarded in another mode. Forward the user in this mode.",
          name, user.config().sendSegmentsAs());
    }
  }

  private boolean has(String name) {
    return user.attributes().stream().anyMatch(row -> row.name().equals(name));
  }

  private void workspace() {
    for (PreflightFinding finding : user.findings()) {
      if (finding.severity() != Severity.INFO) {
        add("%s%s", finding.attribute().map(name -> name + ": ").orElse(""), finding.message());
      }
    }
  }
}
