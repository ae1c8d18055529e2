package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Rules for the audiences of one update: their ids, names and attribute names. */
final class AudienceRules {
  private final SendSegmentsAs mode;
  private final AttributeNames names;

  AudienceRules(BrazeAudienceConfig config) {
    this.mode = config.sendSegmentsAs();
    this.names = config.attributeNames();
  }

  /** The ids of a list of audiences, in their order. */
  static Set<Long> ids(List<Audience> audiences) {
    Set<Long> ids = new LinkedHashSet<>();
    for (Audience audience : audiences) {
      ids.add(audience.id());
    }
    return ids;
  }

  /**
   * The attribute names by audience id, in the order of the lists. If an id appears twice, its
   * first name counts. Empty in modes without attributes per segment.
   */
  Map<Long, String> attributeNames(List<Audience> in, List<Audience> out) {
    if (!mode.perSegment()) {
      return Map.of();
    }
    Map<Long, String> nameOf = new LinkedHashMap<>();
    in.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
    out.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
    return nameOf;
  }

  String attributeName(Audience audience) {
    return names.perSegment(audience.externalName().orElse(""));
  }

  /** Checks that ids are positive and in one list only, and that audiences have needed names. */
  @Nullable PayloadRefusal checkIds(List<Audience> in, List<Audience> out) {
    for (Audience audience : in) {
      PayloadRefusal refusal = checkAudience(audience);
      if (refusal != null) {
        return refusal;
      }
    }
    Set<Long> inIds = out.isEmpty() ? Set.of() : ids(in);
    for (Audience audience : out) {
      PayloadRefusal refusal = checkAudience(audience);
      if (refusal != null) {
        return refusal;
      }
      if (inIds.contains(audience.id())) {
        return PayloadRefusal.of(
            Reason.INVALID_AUDIENCE,
            String.format(
                Locale.ROOT,
                "audience %d is both among those the user is in and those left; name it once",
                audience.id()));
      }
    }
    return null;
  }

  private @Nullable PayloadRefusal checkAudience(Audience audience) {
    if (audience.id() <= 0) {
      return PayloadRefusal.of(
          Reason.INVALID_AUDIENCE, "an audience id must be positive, but was " + audience.id());
    }
    return mode.perSegment() && isUnnamed(audience)
        ? PayloadRefusal.of(
            Reason.INVALID_AUDIENCE,
            String.format(
                Locale.ROOT,
                "audience %d has no External Name, which %s writes; give it one",
                audience.id(),
                mode))
        : null;
  }

  private static boolean isUnnamed(Audience audience) {
    return audience.externalName().map(String::isBlank).orElse(true);
  }

  /** Checks a renaming, which applies to the attribute per segment in every mode. */
  @Nullable PayloadRefusal checkRenaming(Audience audience) {
    PayloadRefusal refusal = checkAudience(audience);
    if (refusal == null && isUnnamed(audience)) {
      refusal =
          PayloadRefusal.of(
              Reason.INVALID_AUDIENCE,
              String.format(
                  Locale.ROOT,
                  "audience %d has no External Name; give the new one",
                  audience.id()));
    }
    return refusal != null ? refusal : checkNames(Map.of(audience.id(), attributeName(audience)));
  }

  /** Checks that attribute names are within Braze's limits and distinct within one object. */
  @Nullable PayloadRefusal checkNames(Map<Long, String> nameOf) {
    for (Map.Entry<Long, String> entry : nameOf.entrySet()) {
      int codePoints = Text.codePoints(entry.getValue());
      int bytes = Text.utf8Length(entry.getValue());
      if (codePoints > AttributeNames.MAX_NAME_CODE_POINTS
          || bytes > AttributeNames.MAX_NAME_BYTES) {
        return PayloadRefusal.of(
            Reason.NAME_TOO_LONG,
            String.format(
                    Locale.ROOT,
                    "the attribute name for audience %d has %d characters and %d bytes, but Braze takes at most %d and %d;",
                    entry.getKey(),
                    codePoints,
                    bytes,
                    AttributeNames.MAX_NAME_CODE_POINTS,
                    AttributeNames.MAX_NAME_BYTES)
                + " shorten its External Name");
      }
    }
    Map<String, Long> idOf = new HashMap<>();
    for (Map.Entry<Long, String> entry : nameOf.entrySet()) {
      Long other = idOf.putIfAbsent(entry.getValue(), entry.getKey());
      if (other != null) {
        return PayloadRefusal.of(
            Reason.NAME_CONFLICT,
            String.format(
                Locale.ROOT,
                "audiences %d and %d would be written under one attribute name; rename one of them",
                other,
                entry.getKey()));
      }
      if (isTaken(entry.getValue())) {
        return PayloadRefusal.of(
            Reason.NAME_CONFLICT,
            String.format(
                Locale.ROOT,
                "audience %d would be written under a name that another attribute has; rename it, or change the prefix",
                entry.getKey()));
      }
    }
    return null;
  }

  private boolean isTaken(String name) {
    return AttributeNames.isReserved(name)
        || (mode.single() && name.equals(names.single()))
        || (mode.array() && name.equals(names.array()));
  }
}
