package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Reason;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What can be wrong with the audiences of one update, and what is written of them. Of an audience
 * that nothing is wrong with this is remembered, as many users are in the same ones.
 */
final class AudienceRules {
  /** How many audiences are remembered; further ones are judged each time. */
  private static final int MAX_KNOWN = 10_000;

  /** How long a name, with the space around it, may be to be remembered. */
  private static final int MAX_KNOWN_NAME = 512;

  private final SendSegmentsAs mode;
  private final AttributeNames names;
  private final Map<Audience, WrittenAudience> known = new ConcurrentHashMap<>();
  private final Map<Audience, AudienceIds> knownAlone = new ConcurrentHashMap<>();
  private final Map<String, Long> owners = new ConcurrentHashMap<>();

  AudienceRules(BrazeAudienceConfig config) {
    this.mode = config.sendSegmentsAs();
    this.names = config.attributeNames();
  }

  /** What is written of the audiences of a list. */
  AudienceIds written(List<Audience> audiences) {
    AudienceIds only = audiences.size() == 1 ? knownAlone.get(audiences.get(0)) : null;
    return only != null ? only : allWritten(audiences);
  }

  private AudienceIds allWritten(List<Audience> audiences) {
    WrittenAudience[] written = new WrittenAudience[audiences.size()];
    for (int i = 0; i < written.length; i++) {
      Audience audience = audiences.get(i);
      WrittenAudience remembered = known.get(audience);
      written[i] = remembered != null ? remembered : judged(audience);
    }
    return AudienceIds.of(written);
  }

  private WrittenAudience judged(Audience audience) {
    List<Audience> alone = List.of(audience);
    String name = mode.perSegment() ? attributeName(audience) : null;
    boolean room =
        known.size() < MAX_KNOWN && audience.externalName().orElse("").length() <= MAX_KNOWN_NAME;
    boolean sound =
        room
            && checkIds(alone, List.of()) == null
            && (name == null
                || (Text.isWellFormed(name)
                    && checkNames(alone, List.of()) == null
                    && isOwner(name, audience.id())));
    WrittenAudience written = WrittenAudience.of(audience.id(), name, sound);
    if (sound) {
      known.put(audience, written);
      knownAlone.put(audience, AudienceIds.of(new WrittenAudience[] {written}));
    }
    return written;
  }

  /** An audience whose attribute has the name of another one's is sound only without that one. */
  private boolean isOwner(String name, long id) {
    Long owner = owners.putIfAbsent(name, id);
    return owner == null || owner == id;
  }

  /** Whether it is certain that nothing is wrong with the audiences of an update. */
  static boolean areSound(AudienceIds in, AudienceIds out) {
    return in.sound() && out.sound() && (out.isEmpty() || Collections.disjoint(in, out));
  }

  /** Ids are positive, in one list only, and named where names are written. */
  @Nullable PayloadRefusal checkIds(List<Audience> in, List<Audience> out) {
    Set<Long> inIds = new HashSet<>();
    for (Audience audience : in) {
      PayloadRefusal refusal = checkAudience(audience);
      if (refusal != null) {
        return refusal;
      }
      inIds.add(audience.id());
    }
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

  /** A new name is written in any mode, where a profile has the attribute from another mode. */
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
    return refusal != null ? refusal : checkAttributeNames(List.of(audience), List.of());
  }

  /** Names fit Braze's limits, and no two attributes of one object have the same one. */
  @Nullable PayloadRefusal checkNames(List<Audience> in, List<Audience> out) {
    return mode.perSegment() ? checkAttributeNames(in, out) : null;
  }

  private @Nullable PayloadRefusal checkAttributeNames(List<Audience> in, List<Audience> out) {
    Map<Long, String> nameOf = new LinkedHashMap<>();
    in.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
    out.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
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

  String attributeName(Audience audience) {
    return names.perSegment(audience.externalName().orElse(""));
  }
}
