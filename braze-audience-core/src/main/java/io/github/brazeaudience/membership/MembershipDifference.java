package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.internal.payload.AttributesContent;
import io.github.brazeaudience.membership.KnownSet.Form;
import io.github.brazeaudience.payload.SegmentFlag;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Difference between the target membership of a user and the known content of the profile, per
 * attribute. A write in full contains everything that is known instead. Immutable.
 */
final class MembershipDifference {
  private final BrazeAudienceConfig config;
  private final KnownMembership known;
  private final MembershipDraft draft;
  private final boolean inFull;
  private final boolean text;
  private final @Nullable Set<Long> stringSet;
  private final @Nullable Set<Long> arraySet;
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private final Map<String, SegmentFlag> flags;

  MembershipDifference(
      BrazeAudienceConfig config, KnownMembership known, MembershipDraft draft, boolean inFull) {
    this.config = config;
    this.known = known;
    this.draft = draft;
    this.inFull = inFull;
    this.text = config.perSegmentValue() == PerSegmentValue.STRING;
    SendSegmentsAs mode = config.sendSegmentsAs();
    boolean retiresString = draft.retired().stream().anyMatch(known::mayBeInString);
    boolean retiresArray =
        draft.full() && draft.retired().stream().anyMatch(known::mayHaveArrayElement);
    this.stringSet =
        mode.single()
            ? wholeSet(known.single(), retiresString || known.isStringPending())
            : withoutRetired(known.single(), retiresString);
    this.arraySet =
        mode.array()
            ? wholeSet(known.array(), retiresArray || known.isArrayPending())
            : withoutRetired(known.array(), retiresArray);
    if (!draft.full()) {
      addElements(mode.array());
    }
    this.flags = new FlagDifference(known, draft, inFull, text).flags(mode.perSegment());
  }

  /** The ids to write to an attribute that holds the full set, null if it needs no write. */
  private @Nullable Set<Long> wholeSet(KnownSet before, boolean pendingOrRetired) {
    boolean affected = inFull || draft.touched() || pendingOrRetired;
    return draft.full() && affected && (inFull || !before.equals(known(draft.members())))
        ? draft.members()
        : null;
  }

  /**
   * The ids for an attribute that only other modes write. Apart from the retired audiences its
   * known ids stay, because the current members can exceed its limits.
   */
  private @Nullable Set<Long> withoutRetired(KnownSet before, boolean retires) {
    if (!retires) {
      return null;
    }
    return before.form() == Form.IDS ? before.without(draft.retired()) : draft.members();
  }

  private void addElements(boolean written) {
    draft
        .elements()
        .forEach(
            (id, member) -> {
              KnownFlag before = known.elements().get(id);
              if (inFull || before == null || !before.holds(member, false)) {
                elements.put(id, member);
              }
            });
    if (written) {
      known
          .elements()
          .forEach(
              (id, before) -> {
                if (before.mayBeMember() && (inFull || before.pending())) {
                  elements.putIfAbsent(id, draft.members().contains(id));
                }
              });
    }
  }

  boolean inFull() {
    return inFull;
  }

  AttributesContent content(WrittenContact contact) {
    SendSegmentsAs mode = config.sendSegmentsAs();
    boolean single = mode.single() && stringSet != null;
    boolean array = (mode.array() && arraySet != null) || !elements.isEmpty();
    return new AttributesContent(
        SendSegmentsAs.of(single, array, !flags.isEmpty() || !(single || array)),
        contact.email(),
        List.copyOf(contact.tokens().values()),
        draft.full() ? draft.members() : null,
        elementsWith(true),
        elementsWith(false),
        flags,
        null,
        new AttributesContent.Other(
            mode.single() ? null : stringSet,
            mode.array() ? null : arraySet,
            keptElements(),
            Map.of()));
  }

  private int keptElements() {
    int kept = 0;
    for (Map.Entry<Long, KnownFlag> known : known.elements().entrySet()) {
      boolean has = Boolean.TRUE.equals(known.getValue().member());
      kept += has && !elements.containsKey(known.getKey()) ? 1 : 0;
    }
    return kept;
  }

  AttributesContent noContent() {
    return AttributesContent.of(
        config.sendSegmentsAs(), null, List.of(), null, Set.of(), Set.of(), Map.of());
  }

  private Set<Long> elementsWith(boolean member) {
    Set<Long> ids = new LinkedHashSet<>();
    elements.forEach(
        (id, added) -> {
          if (added == member) {
            ids.add(id);
          }
        });
    return ids;
  }

  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /** The names of the attributes per segment that are claimed or written. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(draft.flags().keySet());
    names.addAll(flags.keySet());
    return names;
  }

  /** The known membership with the times of the newest claims, including the updates. */
  KnownMembership withClaims() {
    return known.withClaims(draft.claims());
  }

  /** The membership to record while the write is pending: each written value is uncertain. */
  KnownMembership pending() {
    Map<Long, KnownFlag> pendingElements = new LinkedHashMap<>(known.elements());
    if (arraySet != null) {
      pendingElements.replaceAll((id, before) -> before.markPending(before.audienceId()));
    }
    elements.keySet().forEach(id -> pendingElements.put(id, pending(pendingElements.get(id), id)));
    Map<String, KnownFlag> pendingFlags = new LinkedHashMap<>(known.flags());
    flags.forEach(
        (name, flag) -> pendingFlags.put(name, pending(pendingFlags.get(name), flag.audienceId())));
    return new KnownMembership(
        true,
        known.writtenInFullAt(),
        known.full(),
        known.members(),
        stringSet != null ? KnownSet.PENDING : known.single(),
        arraySet != null ? KnownSet.PENDING : known.array(),
        pendingElements,
        pendingFlags,
        known.times());
  }

  private KnownFlag pending(@Nullable KnownFlag before, long audienceId) {
    return before == null
        ? new KnownFlag(audienceId, null, text, true)
        : before.markPending(audienceId);
  }

  /**
   * The membership to record once Braze accepted it. A name can change its owner without a write.
   */
  KnownMembership accepted(long writtenInFullAt) {
    Map<Long, KnownFlag> newElements = new LinkedHashMap<>();
    if (arraySet == null) {
      newElements.putAll(known.elements());
    }
    elements.forEach((id, member) -> newElements.put(id, new KnownFlag(id, member, false, false)));
    Map<String, KnownFlag> newFlags = new LinkedHashMap<>(known.flags());
    draft.flags().forEach((name, flag) -> accept(newFlags, name, flag));
    flags.forEach((name, flag) -> accept(newFlags, name, flag));
    return new KnownMembership(
            false,
            writtenInFullAt,
            draft.full(),
            draft.members(),
            stringSet != null ? known(stringSet) : known.single(),
            arraySet != null ? known(arraySet) : known.array(),
            newElements,
            newFlags,
            draft.times().audiences())
        .withClaims(draft.claims());
  }

  private void accept(Map<String, KnownFlag> newFlags, String name, SegmentFlag flag) {
    Boolean member = flag.member();
    if (member == null) {
      newFlags.remove(name);
    } else {
      newFlags.put(name, new KnownFlag(flag.audienceId(), member, text, false));
    }
  }

  private KnownSet known(Set<Long> written) {
    return KnownSet.of(written, config.emptyMembership());
  }
}
