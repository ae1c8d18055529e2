package io.github.brazeaudience.membership;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.EmptyMembership;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.KnownSet.Form;
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
  private final KnownMembership held;
  private final MembershipDraft draft;
  private final boolean inFull;
  private final boolean text;
  private final EmptyMembership empty;
  private final KnownSet wanted;
  private final boolean single;
  private final boolean array;
  private final @Nullable Set<Long> otherSingle;
  private final @Nullable Set<Long> otherArray;
  private final Map<Long, Boolean> elements = new LinkedHashMap<>();
  private final Map<String, SegmentFlag> flags = new LinkedHashMap<>();

  MembershipDifference(
      BrazeAudienceConfig config, KnownMembership held, MembershipDraft draft, boolean inFull) {
    SendSegmentsAs mode = config.sendSegmentsAs();
    this.held = held;
    this.draft = draft;
    this.inFull = inFull;
    this.text = config.perSegmentValue() == PerSegmentValue.STRING;
    this.empty = config.emptyMembership();
    this.wanted = KnownSet.of(draft.members(), empty);
    boolean inString = draft.retired().stream().anyMatch(held::mayHoldInString);
    boolean inArray = draft.full() && draft.retired().stream().anyMatch(held::mayHoldInArray);
    this.single = mode.single() && isWholeNeeded(held.single(), inString || held.isStringInDoubt());
    this.array = mode.array() && isWholeNeeded(held.array(), inArray || held.isArrayInDoubt());
    this.otherSingle = inString && !mode.single() ? withoutRetired(held.single()) : null;
    this.otherArray = inArray && !mode.array() ? withoutRetired(held.array()) : null;
    if (!draft.full()) {
      findElements(mode.array());
    }
    findFlags(mode.perSegment());
  }

  private boolean isWholeNeeded(KnownSet before, boolean inDoubtOrRetired) {
    return draft.full()
        && (draft.touched() || inFull || inDoubtOrRetired)
        && (inFull || !before.equals(wanted));
  }

  /** Nothing else changes in a form of another mode, whose limits the present set may be over. */
  private Set<Long> withoutRetired(KnownSet before) {
    return before.form() == Form.IDS ? before.without(draft.retired()) : draft.members();
  }

  private void findElements(boolean written) {
    draft
        .elements()
        .forEach(
            (id, in) -> {
              KnownFlag before = held.elements().get(id);
              if (inFull || before == null || !before.holds(in, false)) {
                elements.put(id, in);
              }
            });
    if (written) {
      held.elements()
          .forEach(
              (id, before) -> {
                if (before.mayBeIn() && (inFull || before.inDoubt())) {
                  elements.putIfAbsent(id, draft.members().contains(id));
                }
              });
    }
  }

  private void findFlags(boolean written) {
    draft
        .flags()
        .forEach(
            (name, flag) -> {
              KnownFlag before = held.flags().get(name);
              if (isNeeded(flag.member(), before)) {
                flags.put(name, flag);
              }
            });
    if (written) {
      held.flags()
          .forEach(
              (name, before) -> {
                boolean needed = before.mayBeIn() && (inFull || before.inDoubt());
                if (needed && !draft.flags().containsKey(name)) {
                  flags.put(name, new SegmentFlag(before.audienceId(), inFull(before)));
                }
              });
    }
  }

  private boolean isNeeded(@Nullable Boolean member, @Nullable KnownFlag before) {
    if (member == null) {
      return before != null && before.mayBeSet();
    }
    return inFull || before == null || !before.holds(member, text);
  }

  /** An attribute of which the updates say nothing: as it was accepted last. */
  private @Nullable Boolean inFull(KnownFlag before) {
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

  /** The ids for a string attribute that the mode does not write, null to leave it as it is. */
  @Nullable Set<Long> otherSingle() {
    return otherSingle;
  }

  /** The ids for an array attribute that the mode does not write, null to leave it as it is. */
  @Nullable Set<Long> otherArray() {
    return otherArray;
  }

  /** The attributes per segment that are claimed or written, by name. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(draft.flags().keySet());
    names.addAll(flags.keySet());
    return names;
  }

  /** What is known while the write is in flight: what was accepted, and what is in doubt now. */
  KnownMembership doubted() {
    boolean wholeArray = array || otherArray != null;
    Map<Long, KnownFlag> someElements = new LinkedHashMap<>(held.elements());
    if (wholeArray) {
      someElements.replaceAll((id, before) -> before.doubted());
    }
    elements.keySet().forEach(id -> someElements.put(id, doubted(someElements.get(id), id)));
    Map<String, KnownFlag> someFlags = new LinkedHashMap<>(held.flags());
    flags.forEach(
        (name, flag) -> someFlags.put(name, doubted(someFlags.get(name), flag.audienceId())));
    return new KnownMembership(
        true,
        held.writtenInFullAt(),
        held.full(),
        held.members(),
        single || otherSingle != null ? KnownSet.IN_DOUBT : held.single(),
        wholeArray ? KnownSet.IN_DOUBT : held.array(),
        someElements,
        someFlags);
  }

  private KnownFlag doubted(@Nullable KnownFlag before, long audienceId) {
    return before == null ? new KnownFlag(audienceId, null, text, true) : before.doubted(audienceId);
  }

  /** What is known once all of it was accepted. A name may change its owner without a write. */
  KnownMembership accepted(long writtenInFullAt) {
    KnownSet arrayNow = after(array, otherArray, held.array());
    Map<Long, KnownFlag> someElements = new LinkedHashMap<>();
    if (!array && otherArray == null) {
      someElements.putAll(held.elements());
    }
    elements.forEach((id, in) -> someElements.put(id, new KnownFlag(id, in, false, false)));
    Map<String, KnownFlag> someFlags = new LinkedHashMap<>(held.flags());
    draft.flags().forEach((name, flag) -> accept(someFlags, name, flag));
    flags.forEach((name, flag) -> accept(someFlags, name, flag));
    return new KnownMembership(
        false,
        writtenInFullAt,
        draft.full(),
        draft.members(),
        after(single, otherSingle, held.single()),
        arrayNow,
        someElements,
        someFlags);
  }

  private KnownSet after(boolean whole, @Nullable Set<Long> other, KnownSet before) {
    if (whole) {
      return wanted;
    }
    return other != null ? KnownSet.of(other, empty) : before;
  }

  private void accept(Map<String, KnownFlag> held, String name, SegmentFlag flag) {
    Boolean member = flag.member();
    if (member == null) {
      held.remove(name);
    } else {
      held.put(name, new KnownFlag(flag.audienceId(), member, text, false));
    }
  }
}
