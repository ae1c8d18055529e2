package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.preflight.PreflightCode.SEGMENTS_NOT_CHECKED;
import static io.github.brazeaudience.preflight.PreflightCode.SEGMENT_NAMES_SIMILAR;
import static io.github.brazeaudience.preflight.PreflightCode.SEGMENT_NAME_CONFLICT;
import static io.github.brazeaudience.preflight.PreflightCode.SEGMENT_NAME_INVALID;
import static io.github.brazeaudience.preflight.Severity.ERROR;
import static io.github.brazeaudience.preflight.Severity.INFO;
import static io.github.brazeaudience.preflight.Severity.WARNING;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.PayloadRefusal;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Names of the attributes per segment, from given audiences and from a membership store. */
final class SegmentNames {
  private final BrazeAudienceConfig config;
  private final PayloadBuilder payload;
  private final UserProfile user;
  private final Map<String, Long> given = new LinkedHashMap<>();
  private final Map<String, String> similar = new HashMap<>();
  private final Set<String> known = new TreeSet<>();
  private final List<PreflightFinding> findings = new ArrayList<>();
  private boolean full;

  SegmentNames(BrazeAudienceConfig config) {
    this.config = config;
    this.payload = PayloadBuilder.of(config);
    this.user = UserProfile.builder().identity(config.externalIdentityType(), "any").build();
  }

  List<PreflightFinding> findings() {
    return findings;
  }

  /** {@return the names in the order of the audiences, then the others in alphabetical order} */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(given.keySet());
    names.addAll(known);
    return names;
  }

  void addAudiences(Collection<Audience> audiences) {
    for (Audience audience : new LinkedHashSet<>(audiences)) {
      if (full) {
        return;
      }
      if (payload.build(MembershipSnapshot.of(user, audience)) instanceof PayloadRefusal refusal) {
        findings.add(
            PreflightFinding.of(
                ERROR,
                refusal.reason() == Reason.NAME_CONFLICT
                    ? SEGMENT_NAME_CONFLICT
                    : SEGMENT_NAME_INVALID,
                refusal.message()));
      } else {
        addName(audience);
      }
    }
  }

  private void addName(Audience audience) {
    String name = config.attributeNames().perSegment(audience.externalName().orElse(""));
    Long other = given.get(name);
    if (other != null && other != audience.id()) {
      findings.add(
          PreflightFinding.of(
              ERROR,
              SEGMENT_NAME_CONFLICT,
              name,
              ("is the attribute of the audiences %s and %s, so Braze cannot distinguish them;"
                      + " rename one of them")
                  .formatted(other, audience.id())));
    } else if (other == null && hasRoom()) {
      given.put(name, audience.id());
      checkSimilar(name);
    }
  }

  private void checkSimilar(String name) {
    String key = name.replaceAll("(?U)\\s+", " ").toLowerCase(Locale.ROOT);
    String before = similar.putIfAbsent(key, name);
    if (before != null) {
      findings.add(
          PreflightFinding.of(
              WARNING,
              SEGMENT_NAMES_SIMILAR,
              name,
              ("differs from \"%s\" only in letter case or spaces, and Braze keeps both; check"
                      + " the External Names")
                  .formatted(before)));
    }
  }

  /** Adds the names of each record of a membership store while there is time. */
  void addKnown(Iterator<? extends Collection<String>> names, BooleanSupplier isOver) {
    try {
      while (!full && names.hasNext()) {
        if (isOver.getAsBoolean()) {
          notChecked(
              "the membership store has too many users to read all in time; give the audiences");
          return;
        }
        names.next().forEach(this::addKnown);
      }
    } catch (RuntimeException e) {
      // The message is left out because it may name a user.
      notChecked(
          isOver.getAsBoolean()
              ? "the membership store did not respond in time; check the store"
              : "the membership store could not be read to its end (%s); check the store"
                  .formatted(e.getClass().getSimpleName()));
    }
  }

  private void addKnown(String name) {
    if (!given.containsKey(name) && !known.contains(name) && hasRoom()) {
      known.add(name);
    }
  }

  /** Reports that there was nothing to check. */
  void checkNotEmpty() {
    if (given.isEmpty() && known.isEmpty() && findings.isEmpty()) {
      findings.add(
          PreflightFinding.of(
              INFO,
              SEGMENTS_NOT_CHECKED,
              "the attributes per segment were not checked, because no audience is given or known;"
                  + " give the audiences that will be forwarded"));
    }
  }

  /** Returns true if another name can be checked; otherwise the first call reports it. */
  private boolean hasRoom() {
    if (!full && given.size() + known.size() >= PreflightReport.MAX_SEGMENTS) {
      full = true;
      notChecked(
          "only the first %s attributes per segment were checked; check the others apart"
              .formatted(PreflightReport.MAX_SEGMENTS));
    }
    return !full;
  }

  private void notChecked(String message) {
    findings.add(PreflightFinding.of(WARNING, SEGMENTS_NOT_CHECKED, message));
  }
}
