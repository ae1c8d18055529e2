package io.github.brazeaudience.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Record of one user: hashes of the email and the push tokens and, for each set of attribute names,
 * the audiences of the user and the known values of the attributes. A store keeps it as {@linkplain
 * #toBytes bytes}. Immutable.
 */
public final class MembershipRecord {
  static final MembershipRecord EMPTY = new MembershipRecord(KnownContact.UNKNOWN, new TreeMap<>());

  private final KnownContact contact;
  private final Map<String, KnownMembership> memberships;
  private final @Nullable String damage;

  MembershipRecord(KnownContact contact, Map<String, KnownMembership> memberships) {
    this(contact, memberships, null);
  }

  private MembershipRecord(
      KnownContact contact, Map<String, KnownMembership> memberships, @Nullable String damage) {
    this.contact = contact;
    this.memberships = memberships;
    this.damage = damage;
  }

  /**
   * Decodes a record of this version or an earlier one. Bytes that are damaged, or that a later
   * version wrote, yield a {@linkplain #damage damaged} record; then only this user's updates fail.
   */
  public static MembershipRecord ofBytes(byte[] bytes) {
    try {
      return new RecordReader(RecordChecksum.verified(bytes)).read();
    } catch (IllegalArgumentException e) {
      return damaged(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Returns a placeholder for a record that a store cannot read. The updates of its user are {@code
   * NotSent(STORE_UNAVAILABLE)}; those of other users are forwarded.
   *
   * @param damage the defect and its file or table, without the user; part of the outcome's message
   */
  public static MembershipRecord damaged(String damage) {
    return new MembershipRecord(
        KnownContact.UNKNOWN, new TreeMap<>(), Objects.requireNonNull(damage, "damage"));
  }

  /** {@return why this record cannot be used, empty if it can} */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /**
   * Encodes the record in a compact format with a checksum. With a string attribute only and no
   * email, a user in three audiences with ids of two bytes takes 23 bytes, and 8 more if all
   * updates were snapshots with timestamps.
   *
   * @return new bytes; those of a damaged record are decoded as damaged
   */
  public byte[] toBytes() {
    return damage == null
        ? RecordChecksum.added(RecordWriter.write(this))
        : new byte[] {RecordFormat.UNREADABLE};
  }

  /**
   * {@return true if a write for this user is in flight or ended with an unknown result, or if the
   * record is damaged}
   */
  public boolean isPending() {
    return damage != null || memberships.values().stream().anyMatch(KnownMembership::pending);
  }

  KnownContact contact() {
    checkReadable();
    return contact;
  }

  /** The memberships by the key of their attribute names, in a stable order. */
  Map<String, KnownMembership> memberships() {
    checkReadable();
    return memberships;
  }

  @Nullable KnownMembership membership(String names) {
    checkReadable();
    return memberships.get(names);
  }

  private void checkReadable() {
    if (damage != null) {
      throw new IllegalStateException("a damaged membership record cannot be used: " + damage);
    }
  }

  MembershipRecord with(KnownContact changed) {
    checkReadable();
    return new MembershipRecord(changed, memberships);
  }

  MembershipRecord with(String names, @Nullable KnownMembership membership) {
    checkReadable();
    Map<String, KnownMembership> changed = new TreeMap<>(memberships);
    if (membership == null) {
      changed.remove(names);
    } else {
      changed.put(names, membership);
    }
    return new MembershipRecord(contact, changed);
  }

  /** The attributes per segment that are recorded under other attribute names. */
  Map<String, KnownFlag> flagsElsewhere(String names) {
    Map<String, KnownFlag> elsewhere = new HashMap<>();
    memberships.forEach(
        (other, known) -> {
          if (!other.equals(names)) {
            elsewhere.putAll(known.flags());
          }
        });
    return elsewhere;
  }

  MembershipRecord withFlagsElsewhere(String names, UnaryOperator<Map<String, KnownFlag>> change) {
    if (memberships.size() == 1 && memberships.containsKey(names)) {
      return this;
    }
    Map<String, KnownMembership> changed = new TreeMap<>(memberships);
    changed.replaceAll((other, known) -> other.equals(names) ? known : known.withFlags(change));
    return new MembershipRecord(contact, changed);
  }

  /** Returns this record, or null if it is empty. */
  @Nullable MembershipRecord orNull() {
    return damage == null && memberships.isEmpty() && contact.equals(KnownContact.UNKNOWN)
        ? null
        : this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MembershipRecord that
        && Objects.equals(damage, that.damage)
        && contact.equals(that.contact)
        && memberships.equals(that.memberships);
  }

  @Override
  public int hashCode() {
    return Objects.hash(contact, memberships, damage);
  }

  /** Contains sizes only. */
  @Override
  public String toString() {
    if (damage != null) {
      return "MembershipRecord[damaged]";
    }
    Collection<KnownMembership> all = memberships.values();
    return String.format(
        Locale.ROOT,
        "MembershipRecord[memberships=%d, audiences=%d, pending=%s]",
        all.size(),
        all.stream().mapToInt(known -> known.members().size()).sum(),
        isPending());
  }
}
