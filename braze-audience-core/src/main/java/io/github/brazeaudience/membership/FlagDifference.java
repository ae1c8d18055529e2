package io.github.brazeaudience.membership;

import io.github.brazeaudience.payload.SegmentFlag;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Decides which attributes per segment a write contains, and their values. */
final class FlagDifference {
  private final KnownMembership known;
  private final MembershipDraft draft;
  private final boolean inFull;
  private final boolean text;

  /**
   * Creates a difference.
   *
   * @param inFull true if known values are written again
   * @param text true if values are written as text
   */
  FlagDifference(KnownMembership known, MembershipDraft draft, boolean inFull, boolean text) {
    this.known = known;
    this.draft = draft;
    this.inFull = inFull;
    this.text = text;
  }

  /**
   * Returns the attributes to write, by name.
   *
   * @param written true if the mode writes attributes per segment; else only those that the draft
   *     contains are written
   */
  Map<String, SegmentFlag> flags(boolean written) {
    Map<String, SegmentFlag> flags = new LinkedHashMap<>();
    draft
        .flags()
        .forEach(
            (name, flag) -> {
              if (isNeeded(flag.member(), known.flags().get(name))) {
                flags.put(name, flag);
              }
            });
    if (written) {
      known
          .flags()
          .forEach(
              (name, before) -> {
                boolean needed =
                    before.isOwned() && before.mayBeMember() && (inFull || before.pending());
                if (needed && !draft.flags().containsKey(name)) {
                  flags.put(name, new SegmentFlag(before.audienceId(), rewritten(before)));
                }
              });
    }
    return flags;
  }

  private boolean isNeeded(@Nullable Boolean member, @Nullable KnownFlag before) {
    if (member == null) {
      return before != null && before.mayBeSet();
    }
    return inFull || before == null || !before.holds(member, text);
  }

  /**
   * The value for an attribute that the updates do not mention but that has to be written again.
   * Null removes it: a pending write may have created it for an audience that has its attribute
   * under another name.
   */
  private @Nullable Boolean rewritten(KnownFlag before) {
    if (!draft.members().contains(before.audienceId())) {
      return false;
    }
    boolean current =
        Boolean.TRUE.equals(before.member()) || !hasOtherAttribute(before.audienceId());
    return current ? true : null;
  }

  private boolean hasOtherAttribute(long audienceId) {
    return draft.flags().values().stream()
            .anyMatch(flag -> flag.audienceId() == audienceId && flag.member() != null)
        || known.flags().values().stream()
            .anyMatch(
                flag -> flag.audienceId() == audienceId && Boolean.TRUE.equals(flag.member()));
  }
}
