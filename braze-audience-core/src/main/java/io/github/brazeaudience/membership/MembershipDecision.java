package io.github.brazeaudience.membership;

import io.github.brazeaudience.internal.payload.UserAttributesAccess;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Decision about one user: the attributes to write, and the changes of the user's record. Apply
 * {@link #markPending} before the request is sent. Then apply {@link #accepted} if Braze accepted
 * the write, {@link #restored} if it did not arrive or was rejected, and neither if the result is
 * unknown. If there is nothing to write, apply {@link #learned} only. Immutable.
 */
public final class MembershipDecision {
  private final String names;
  private final List<Verdict> verdicts;
  private final boolean readBack;
  private final @Nullable MembershipRecord before;
  private final @Nullable KnownMembership known;
  private final MembershipDifference difference;
  private final WrittenContact contact;
  private final UserAttributes attributes;
  private final Instant now;

  /** Result of one update. */
  enum Verdict {
    APPLIED,
    NEEDS_FULL_MEMBERSHIP,
    SUPERSEDED,

    /**
     * Superseded, but the newest claim of an attribute per segment, which is recorded together with
     * the applied updates.
     */
    CLAIM
  }

  MembershipDecision(
      String names,
      List<Verdict> verdicts,
      boolean readBack,
      @Nullable MembershipRecord before,
      @Nullable KnownMembership known,
      MembershipDifference difference,
      WrittenContact contact,
      UserAttributes user,
      Instant now) {
    this.names = names;
    this.verdicts = verdicts;
    this.readBack = readBack;
    this.before = before;
    this.known = known;
    this.difference = difference;
    this.contact = contact;
    this.attributes =
        UserAttributesAccess.get()
            .withContent(
                user, isAnyApplied() ? difference.content(contact) : difference.noContent());
    this.now = now;
  }

  /**
   * Returns true if an update was left out because it is a change, the full set is needed, and the
   * full set is unknown.
   *
   * @param update the index of the update
   */
  public boolean needsFullMembership(int update) {
    return verdicts.get(update) == Verdict.NEEDS_FULL_MEMBERSHIP;
  }

  /**
   * Returns true if an update was left out because everything that it states is older than what the
   * record has from updates with later timestamps. False if it is the newest claim of an attribute
   * per segment and other updates are written: the claim is recorded only if Braze accepts them.
   *
   * @param update the index of the update
   */
  public boolean isSuperseded(int update) {
    Verdict verdict = verdicts.get(update);
    return verdict == Verdict.SUPERSEDED || (verdict == Verdict.CLAIM && !isAnyApplied());
  }

  private boolean isAnyApplied() {
    return verdicts.contains(Verdict.APPLIED);
  }

  /**
   * Returns true if the profile should be read back from Braze before the write, because an update
   * {@linkplain #needsFullMembership needs the full set} and the policy allows it. False while a
   * write is pending, because an export can be stale.
   *
   * @see MembershipRules#readBack
   */
  public boolean needsReadBack() {
    return readBack;
  }

  /**
   * {@return what to write; {@linkplain UserAttributes#isEmpty empty} if the profile has it
   * already, or if no update is applied}
   */
  public UserAttributes attributes() {
    return attributes;
  }

  /** Returns the change that marks the written values as pending, in addition to earlier marks. */
  public RecordChange markPending() {
    return present -> {
      MembershipRecord record = present == null ? MembershipRecord.EMPTY : present;
      return record
          .with(contact.pending(record.contact()))
          .with(names, difference.pending())
          .withFlagsElsewhere(names, this::markPending);
    };
  }

  /**
   * Returns the change that records the write as accepted. It does not create a record that was
   * removed in the meantime.
   *
   * @param withPushTokens true if the push tokens were written too
   */
  public RecordChange accepted(boolean withPushTokens) {
    return present ->
        present == null
            ? null
            : present
                .with(contact.written(present.contact(), withPushTokens))
                .with(names, knownAfter())
                .withFlagsElsewhere(names, this::takeOver);
  }

  /**
   * Returns the change that undoes {@link #markPending}. It does not create a record that was
   * removed in the meantime.
   */
  public RecordChange restored() {
    KnownContact contactBefore = contactBefore();
    return present ->
        present == null
            ? null
            : present
                .with(contact.restored(present.contact(), contactBefore))
                .with(names, known)
                .withFlagsElsewhere(names, this::restore)
                .orNull();
  }

  /**
   * Returns the change that records what the updates state although nothing has to be written, for
   * example that the known audiences are the full set. Empty if they state nothing new.
   */
  public Optional<RecordChange> learned() {
    if (!isAnyApplied()) {
      return learnedClaims();
    }
    KnownMembership after = knownAfter();
    boolean nothingNew =
        known == null
            ? after.members().isEmpty() && !after.full() && after.times().equals(AudienceTimes.NONE)
            : after.equals(known);
    KnownContact contactBefore = contactBefore();
    if (nothingNew && contact.written(contactBefore, true).equals(contactBefore)) {
      return Optional.empty();
    }
    return Optional.of(
        present -> {
          MembershipRecord record = present == null ? MembershipRecord.EMPTY : present;
          MembershipRecord timed = record.with(contact.written(record.contact(), true));
          return nothingNew
              ? timed
              : timed.with(names, after).withFlagsElsewhere(names, this::takeOver);
        });
  }

  /** A superseded update can still be the newest claim of a name. */
  private Optional<RecordChange> learnedClaims() {
    KnownMembership claimed = difference.withClaims();
    return known == null || known.equals(claimed)
        ? Optional.empty()
        : Optional.of(present -> present == null ? null : present.with(names, claimed));
  }

  private KnownContact contactBefore() {
    return before == null ? KnownContact.UNKNOWN : before.contact();
  }

  private KnownMembership knownAfter() {
    KnownMembership earlier = difference.inFull() ? null : known;
    return difference.accepted(earlier == null ? now.getEpochSecond() : earlier.writtenInFullAt());
  }

  /** Marks attributes per segment that are also recorded under other attribute names. */
  private Map<String, KnownFlag> markPending(Map<String, KnownFlag> elsewhere) {
    difference
        .flags()
        .forEach(
            (name, flag) ->
                elsewhere.computeIfPresent(
                    name, (same, before) -> before.markPending(flag.audienceId())));
    return elsewhere;
  }

  /** Removes the attributes that this write owns now from the records of other attribute names. */
  private Map<String, KnownFlag> takeOver(Map<String, KnownFlag> elsewhere) {
    elsewhere.keySet().removeAll(difference.names());
    return elsewhere;
  }

  private Map<String, KnownFlag> restore(Map<String, KnownFlag> elsewhere) {
    Map<String, KnownFlag> earlier = before == null ? Map.of() : before.flagsElsewhere(names);
    difference
        .flags()
        .keySet()
        .forEach(
            name ->
                elsewhere.computeIfPresent(
                    name, (same, pending) -> earlier.getOrDefault(name, pending)));
    return elsewhere;
  }

  /** Contains the kind of the identifier and sizes only. */
  @Override
  public String toString() {
    return "MembershipDecision[%s]".formatted(attributes);
  }
}
