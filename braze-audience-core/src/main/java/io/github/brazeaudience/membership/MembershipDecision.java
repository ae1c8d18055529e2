package io.github.brazeaudience.membership;

import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import io.github.brazeaudience.payload.UserAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is to be written for one user, and what becomes of the user's record on the way: {@link
 * #inDoubt} before the request leaves, then {@link #accepted}, {@link #restored}, or nothing, which
 * leaves the doubt. If nothing is to be written, {@link #learned}. Immutable.
 */
public final class MembershipDecision {
  private final String names;
  private final List<Boolean> refused;
  private final boolean readBack;
  private final @Nullable MembershipRecord before;
  private final @Nullable KnownMembership known;
  private final MembershipDifference difference;
  private final WrittenContact contact;
  private final UserAttributes attributes;
  private final Instant now;

  MembershipDecision(
      String names,
      List<Boolean> refused,
      boolean readBack,
      @Nullable MembershipRecord before,
      @Nullable KnownMembership known,
      MembershipDifference difference,
      WrittenContact contact,
      UserAttributes user,
      Instant now) {
    this.names = names;
    this.refused = refused;
    this.readBack = readBack;
    this.before = before;
    this.known = known;
    this.difference = difference;
    this.contact = contact;
    this.attributes =
        user.withContent(
                difference.forms(),
                contact.email(),
                List.copyOf(contact.tokens().values()),
                difference.fullSet(),
                difference.entered(),
                difference.left(),
                difference.flags())
            .withOtherForms(difference.otherSingle(), difference.otherArray());
    this.now = now;
  }

  /**
   * Whether an update is a change for which the full set is needed and unknown. It takes no part.
   *
   * @param update its place among the updates, from 0
   * @return true if so
   */
  public boolean needsFullMembership(int update) {
    return refused.get(update);
  }

  /**
   * Whether the profile should be read back from Braze before, because an update {@linkplain
   * #needsFullMembership needs} what only the profile can tell, and the policy wants that.
   *
   * @return false if it says nothing more, as when the user is in doubt
   * @see MembershipRules#readBack
   */
  public boolean needsReadBack() {
    return readBack;
  }

  /**
   * What is to be written.
   *
   * @return {@linkplain UserAttributes#isEmpty empty} if the profile holds all of it
   */
  public UserAttributes attributes() {
    return attributes;
  }

  /**
   * Marks the user as in doubt, with what is being written. Adds up with doubts that are there.
   *
   * @return the change of the record
   */
  public RecordChange inDoubt() {
    return present -> {
      MembershipRecord record = present == null ? MembershipRecord.NOTHING : present;
      return record
          .with(contact.doubted(record.contact()))
          .with(names, difference.doubted())
          .withFlagsElsewhere(names, this::doubted);
    };
  }

  /**
   * Makes what was written what the profile holds. A record that was forgotten meanwhile stays so.
   *
   * @param withPushTokens whether the push tokens were written with the rest
   * @return the change of the record
   */
  public RecordChange accepted(boolean withPushTokens) {
    return present ->
        present == null
            ? null
            : present
                .with(contact.written(present.contact(), withPushTokens))
                .with(names, heldNow())
                .withFlagsElsewhere(names, this::takenOver);
  }

  /**
   * Makes the record what it was before the mark. One that was forgotten meanwhile stays so.
   *
   * @return the change of the record
   */
  public RecordChange restored() {
    KnownContact contactBefore = before == null ? KnownContact.UNKNOWN : before.contact();
    return present ->
        present == null
            ? null
            : present
                .with(contact.restored(present.contact(), contactBefore))
                .with(names, known)
                .withFlagsElsewhere(names, this::restored)
                .orNull();
  }

  /**
   * What was learned though nothing is to be written, such as that the known audiences are all.
   *
   * @return the change of the record, if there is one
   */
  public Optional<RecordChange> learned() {
    KnownMembership now = heldNow();
    boolean nothingNew = known == null ? now.members().isEmpty() && !now.full() : now.equals(known);
    if (nothingNew) {
      return Optional.empty();
    }
    return Optional.of(
        present ->
            (present == null ? MembershipRecord.NOTHING : present)
                .with(names, now)
                .withFlagsElsewhere(names, this::takenOver));
  }

  /** Attributes that other attribute names share with these, while they are being written. */
  private Map<String, KnownFlag> doubted(Map<String, KnownFlag> elsewhere) {
    difference
        .flags()
        .forEach(
            (name, flag) ->
                elsewhere.computeIfPresent(
                    name, (same, before) -> before.doubted(flag.audienceId())));
    return elsewhere;
  }

  private Map<String, KnownFlag> takenOver(Map<String, KnownFlag> elsewhere) {
    elsewhere.keySet().removeAll(difference.names());
    return elsewhere;
  }

  private Map<String, KnownFlag> restored(Map<String, KnownFlag> elsewhere) {
    Map<String, KnownFlag> earlier = before == null ? Map.of() : before.flagsElsewhere(names);
    difference
        .flags()
        .keySet()
        .forEach(
            name ->
                elsewhere.computeIfPresent(
                    name, (same, doubtful) -> earlier.getOrDefault(name, doubtful)));
    return elsewhere;
  }

  private KnownMembership heldNow() {
    KnownMembership earlier = difference.inFull() ? null : known;
    return difference.accepted(earlier == null ? now.getEpochSecond() : earlier.writtenInFullAt());
  }

  /** Of the user never more than the kind of the identifier and the sizes. */
  @Override
  public String toString() {
    return "MembershipDecision[%s]".formatted(attributes);
  }
}
