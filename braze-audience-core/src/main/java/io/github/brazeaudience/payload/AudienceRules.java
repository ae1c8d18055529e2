package io.github.brazeaudience.payload;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.Text;
import io.github.brazeaudience.outcome.Reason;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Rules for the audiences of one update: their ids, names and attribute names. */
final class AudienceRules {
  /**
   * The number of characters of cached names, and {@link #OVERHEAD} for each. An average entry
   * takes three bytes for each of these, so a full cache takes about a 20th of the heap and has
   * 10,000 to 100,000 audiences.
   */
  private static final long MAX_CACHED_CHARS =
      Math.max(1 << 20, Math.min(10 << 20, Runtime.getRuntime().maxMemory() / 64));

  private static final int OVERHEAD = 64;

  /** Longest External Name to cache, which bounds the memory. */
  private static final int MAX_CACHED_NAME = 512;

  private final SendSegmentsAs mode;
  private final AttributeNames names;
  private final SegmentNameRules nameRules;

  /** Cached because users share audiences, and naming and checking them dominates a build. */
  private final Map<Audience, Segment> segments = new ConcurrentHashMap<>();

  private final AtomicLong cachedChars = new AtomicLong();

  /**
   * The attribute of one audience in modes with attributes per segment.
   *
   * @param isValid true if the audience breaks no rule on its own
   */
  private record Segment(String name, SegmentFlag in, SegmentFlag out, boolean isValid) {}

  /**
   * The attributes per segment of one update, by name.
   *
   * @param isChecked true if the names are valid and distinct, false if they may not be
   */
  record Flags(Map<String, SegmentFlag> byName, boolean isChecked) {
    private static final Flags NONE = new Flags(Map.of(), true);
  }

  AudienceRules(BrazeAudienceConfig config) {
    this.mode = config.sendSegmentsAs();
    this.names = config.attributeNames();
    this.nameRules = new SegmentNameRules(config);
  }

  /**
   * The attributes per segment, in the order of the lists. Empty in modes without them.
   *
   * @param inIds the ids of {@code in}
   */
  Flags flags(List<Audience> in, List<Audience> out, Set<Long> inIds) {
    if (!mode.perSegment()) {
      return Flags.NONE;
    }
    int distinctIds = inIds.size() + AudienceIds.of(out).size();
    Map<String, SegmentFlag> flags = new LinkedHashMap<>();
    if (distinctIds == in.size() + out.size() && areValid(in) && areValid(out)) {
      for (Audience audience : in) {
        Segment segment = segment(audience);
        flags.put(segment.name, segment.in);
      }
      for (Audience audience : out) {
        Segment segment = segment(audience);
        flags.put(segment.name, segment.out);
      }
      return new Flags(flags, flags.size() == distinctIds);
    }
    attributeNames(in, out)
        .forEach((id, name) -> flags.put(name, new SegmentFlag(id, inIds.contains(id))));
    return new Flags(flags, false);
  }

  /** A loop by index, because a stream or an iterator costs as much as the checks. */
  private boolean areValid(List<Audience> audiences) {
    for (int i = 0; i < audiences.size(); i++) {
      if (!isValid(audiences.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean isValid(Audience audience) {
    return mode.perSegment() ? segment(audience).isValid : audience.id() > 0;
  }

  private Segment segment(Audience audience) {
    Segment cached = segments.get(audience);
    if (cached != null) {
      return cached;
    }
    String name = attributeName(audience);
    Map<Long, String> alone = Map.of(audience.id(), name);
    Segment segment =
        new Segment(
            name,
            new SegmentFlag(audience.id(), true),
            new SegmentFlag(audience.id(), false),
            Text.isWellFormed(name)
                && checkAudience(audience) == null
                && nameRules.check(alone) == null);
    int length = audience.externalName().orElse("").length();
    if (segment.isValid
        && length <= MAX_CACHED_NAME
        && cachedChars.get() < MAX_CACHED_CHARS
        && segments.putIfAbsent(audience, segment) == null) {
      cachedChars.addAndGet(OVERHEAD + length);
    }
    return segment;
  }

  /**
   * The attribute names by audience id, in the order of the lists. If an id appears twice, its
   * first name counts.
   */
  private Map<Long, String> attributeNames(List<Audience> in, List<Audience> out) {
    Map<Long, String> nameOf = new LinkedHashMap<>();
    in.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
    out.forEach(audience -> nameOf.putIfAbsent(audience.id(), attributeName(audience)));
    return nameOf;
  }

  String attributeName(Audience audience) {
    return names.perSegment(audience.externalName().orElse(""));
  }

  /**
   * Checks that ids are positive and in one list only, and that audiences have the names that the
   * mode needs.
   */
  @Nullable PayloadRefusal checkAudiences(List<Audience> in, List<Audience> out) {
    if (out.isEmpty() && areValid(in)) {
      return null;
    }
    if (mode.perSegment() && !(namesWellFormed(in) && namesWellFormed(out))) {
      return PayloadRefusal.malformed();
    }
    for (Audience audience : in) {
      PayloadRefusal refusal = checkAudience(audience);
      if (refusal != null) {
        return refusal;
      }
    }
    Set<Long> inIds = AudienceIds.of(in);
    for (Audience audience : out) {
      PayloadRefusal refusal = checkAudience(audience);
      if (refusal != null) {
        return refusal;
      }
      if (inIds.contains(audience.id())) {
        return PayloadRefusal.of(
            Reason.INVALID_AUDIENCE,
            ("audience %s is both among those the user is in and among those left; remove it from"
                    + " `left` if the user is in it, otherwise keep it only in `left`")
                .formatted(audience.id()));
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
            "audience %s has %s External Name, which %s writes; give the audience its `name`"
                .formatted(
                    audience.id(), audience.externalName().isPresent() ? "a blank" : "no", mode))
        : null;
  }

  private static boolean namesWellFormed(List<Audience> audiences) {
    return audiences.stream()
        .allMatch(audience -> Text.isWellFormed(audience.externalName().orElse("")));
  }

  private static boolean isUnnamed(Audience audience) {
    return audience.externalName().map(String::isBlank).orElse(true);
  }

  /** Checks a renaming, which applies to the attribute per segment in every mode. */
  @Nullable PayloadRefusal checkRenaming(Audience audience) {
    if (!namesWellFormed(List.of(audience))) {
      return PayloadRefusal.malformed();
    }
    PayloadRefusal refusal = checkAudience(audience);
    if (refusal == null && isUnnamed(audience)) {
      refusal =
          PayloadRefusal.of(
              Reason.INVALID_AUDIENCE,
              "audience %s has no External Name; give the new one".formatted(audience.id()));
    }
    return refusal != null
        ? refusal
        : nameRules.check(Map.of(audience.id(), attributeName(audience)));
  }

  @Nullable PayloadRefusal checkNames(List<Audience> in, List<Audience> out) {
    return nameRules.check(attributeNames(in, out));
  }
}
