package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.payload.SegmentFlag;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What of the memberships has to be written, attribute by attribute: what differs from what the
 * profile holds or, in full, all that is known. Immutable.
 */
final class MembershipDifference {
  private final HeldMembership held;
  private final MembershipDraft draft;
  private final boolean inFull;
  private final boolean text;
  private final HeldSet wanted;
  private final boolean single;
  private final boolean array;
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();

  MembershipDifference(
      BrazeAudienceConfig config, HeldMembership held, MembershipDraft draft, boolean inFull) {
    SendSegmentsAs mode = config.sendSegmentsAs();
    this.held = held;
    this.draft = draft;
    this.inFull = inFull;
    this.text = config.perSegmentValue() == PerSegmentValue.STRING;
    this.wanted = HeldSet.of(draft.members(), config.emptyMembership());
    boolean whole = draft.full() && (draft.touched() || inFull);
    this.single = mode.single() && whole && (inFull || !held.single().equals(wanted));
    this.array = mode.array() && whole && (inFull || !held.array().equals(wanted));
    if (mode.array() && !draft.full()) {
      findElements();
    }
    if (mode.perSegment()) {
      findFlags();
    }
  }

  private void findElements() {
    draft
        .elements()
        .forEach(
            (id, in) -> {
              HeldFlag before = held.elements().get(id);
              if (inFull || before == null || !before.holds(in, false)) {
                elements.put(id, in);
              }
            });
    if (inFull) {
      held.elements()
          .forEach(
              (id, before) -> {
                if (before.mayBeIn()) {
                  elements.putIfAbsent(id, draft.members().contains(id));
                }
              });
    }
  }

  private void findFlags() {
    draft
        .flags()
        .forEach(
            (name, flag) -> {
              HeldFlag before = held.flags().get(name);
              if (isNeeded(flag.member(), before)) {
                flags.put(name, flag);
              }
            });
    if (inFull) {
      held.flags()
          .forEach(
              (name, before) -> {
                if (before.mayBeIn() && !draft.flags().containsKey(name)) {
                  flags.put(name, new SegmentFlag(before.audienceId(), inFull(before)));
                }
              });
    }
  }

  private boolean isNeeded(@Nullable Boolean member, @Nullable HeldFlag before) {
    if (member == null) {
      return before != null && before.mayBeSet();
    }
    return inFull || before == null || !before.holds(member, text);
  }

  /** An attribute of which the updates say nothing: as it was accepted last. */
  private @Nullable Boolean inFull(HeldFlag before) {
    if (!draft.members().contains(before.audienceId())) {
      return false;
    }
    boolean current = Boolean.TRUE.equals(before.member()) || !hasAnotherName(before.audienceId());
    return current ? true : null;
  }

  /**
   * Whether the user is in the audience under another name, of which this one is a doubtful heir.
   */
  private boolean hasAnotherName(long audienceId) {
    return draft.flags().values().stream()
            .anyMatch(flag -> flag.audienceId() == audienceId && flag.member() != null)
        || held.flags().values().stream()
            .anyMatch(
                flag -> flag.audienceId() == audienceId && Boolean.TRUE.equals(flag.member()));
  }

  boolean inFull() {
    return inFull;
  }

  /** The forms of which something has to be written. */
  SendSegmentsAs forms() {
    boolean anyArray = array || !elements.isEmpty();
    return SendSegmentsAs.of(single, anyArray, !flags.isEmpty() || !(single || anyArray));
  }

  @Nullable Set<Long> fullSet() {
    return draft.full() ? draft.members() : null;
  }

  Set<Long> entered() {
    return elementsThat(true);
  }

  Set<Long> left() {
    return elementsThat(false);
  }

  private Set<Long> elementsThat(boolean in) {
    Set<Long> ids = new LinkedHashSet<>();
    elements.forEach(
        (id, entered) -> {
          if (entered == in) {
            ids.add(id);
          }
        });
    return ids;
  }

  Map<String, SegmentFlag> flags() {
    return flags;
  }

  /** What is known while the write is under way: what was accepted, and what is in doubt now. */
  HeldMembership doubted() {
    Map<Long, HeldFlag> someElements = new LinkedHashMap<>(held.elements());
    elements.keySet().forEach(id -> someElements.put(id, doubted(someElements.get(id), id)));
    Map<String, HeldFlag> someFlags = new LinkedHashMap<>(held.flags());
    flags.forEach(
        (name, flag) -> someFlags.put(name, doubted(someFlags.get(name), flag.audienceId())));
    return new HeldMembership(
        true,
        held.writtenInFullAt(),
        held.full(),
        held.members(),
        single ? HeldSet.UNKNOWN : held.single(),
        array ? HeldSet.UNKNOWN : held.array(),
        someElements,
        someFlags);
  }

  private HeldFlag doubted(@Nullable HeldFlag before, long audienceId) {
    return before == null ? new HeldFlag(audienceId, null, text, true) : before.doubted();
  }

  /** What is known once all of it was accepted. */
  HeldMembership accepted(long writtenInFullAt) {
    Map<Long, HeldFlag> someElements = new LinkedHashMap<>();
    if (!draft.full()) {
      someElements.putAll(held.elements());
    }
    elements.forEach((id, in) -> someElements.put(id, new HeldFlag(id, in, false, false)));
    Map<String, HeldFlag> someFlags = new LinkedHashMap<>(held.flags());
    flags.forEach(
        (name, flag) -> {
          if (flag.member() == null) {
            someFlags.remove(name);
          } else {
            someFlags.put(name, new HeldFlag(flag.audienceId(), flag.member(), text, false));
          }
        });
    return new HeldMembership(
        false,
        writtenInFullAt,
        draft.full(),
        draft.members(),
        single ? wanted : held.single(),
        array ? wanted : held.array(),
        someElements,
        someFlags);
  }
}
