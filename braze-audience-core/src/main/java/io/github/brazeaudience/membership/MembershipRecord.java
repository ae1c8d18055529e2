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
 * What is kept of one user: email and push tokens as hashes, and, for each set of attribute names,
 * the audiences and what the attributes are known to hold. A store keeps it as {@linkplain #toBytes
 * bytes}. Immutable.
 */
public final class MembershipRecord {
  static final MembershipRecord NOTHING =
      new MembershipRecord(KnownContact.UNKNOWN, new TreeMap<>());

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
   * Reads a record. Bytes that cannot be read, because they are damaged or were written by a later
   * version, yield a {@linkplain #damage damaged} record. Only that user's updates fail then.
   *
   * @param bytes as {@link #toBytes} made them, by this version or an earlier one
   * @return the record
   */
  public static MembershipRecord ofBytes(byte[] bytes) {
    try {
      return new RecordReader(RecordChecksum.verified(bytes)).read();
    } catch (IllegalArgumentException e) {
      return damaged(String.valueOf(e.getMessage()));
    }
  }

  /**
   * A record that a store has but cannot read. The updates of its user are {@code
   * NotSent(STORE_UNAVAILABLE)}; those of other users are forwarded.
   *
   * @param damage what is wrong, with the file or table but without the user; becomes part of the
   *     outcome's message
   * @return the record
   */
  public static MembershipRecord damaged(String damage) {
    return new MembershipRecord(
        KnownContact.UNKNOWN, new TreeMap<>(), Objects.requireNonNull(damage, "damage"));
  }

  /**
   * Why this record cannot be used.
   *
   * @return what is wrong, empty for a record that can be read
   */
  public Optional<String> damage() {
    return Optional.ofNullable(damage);
  }

  /**
   * The record in a compact form with a checksum: 23 bytes for a user in three audiences whose ids
   * have two bytes each, in the mode of one string attribute, without an email.
   *
   * @return new bytes; those of a damaged record are read as a damaged one again
   */
  public byte[] toBytes() {
    return damage == null
        ? RecordChecksum.added(RecordWriter.write(this))
        : new byte[] {RecordWriter.UNREADABLE};
  }

  /**
   * Whether a write for this user is under way, or ended without anybody knowing how.
   *
   * @return true if so, under any attribute names, or if the record is damaged
   */
  public boolean inDoubt() {
    return damage != null || memberships.values().stream().anyMatch(KnownMembership::inDoubt);
  }

  KnownContact contact() {
    checkReadable();
    return contact;
  }

  /** By the names of the attributes, in a steady order. */
  Map<String, KnownMembership> memberships() {
    checkReadable();
    return memberships;
  }

  /** What is known under these names, null if nothing is. */
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

  /** The attributes per segment that are known under other names of attributes. */
  Map<String, KnownFlag> flagsElsewhere(String names) {
    Map<String, KnownFlag> elsewhere = new HashMap<>();
    memberships.forEach(
        (other, held) -> {
          if (!other.equals(names)) {
            elsewhere.putAll(held.flags());
          }
        });
    return elsewhere;
  }

  MembershipRecord withFlagsElsewhere(String names, UnaryOperator<Map<String, KnownFlag>> change) {
    if (memberships.size() == 1 && memberships.containsKey(names)) {
      return this;
    }
    Map<String, KnownMembership> changed = new TreeMap<>(memberships);
    changed.replaceAll((other, held) -> other.equals(names) ? held : held.withFlags(change));
    return new MembershipRecord(contact, changed);
  }

  /** This record, or null if there is nothing in it to be kept. */
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

  /** The sizes, never what is known of the user. */
  @Override
  public String toString() {
    if (damage != null) {
      return "MembershipRecord[damaged]";
    }
    Collection<KnownMembership> all = memberships.values();
    return String.format(
        Locale.ROOT,
        "MembershipRecord[memberships=%d, audiences=%d, inDoubt=%s]",
        all.size(),
        all.stream().mapToInt(held -> held.members().size()).sum(),
        inDoubt());
  }
}
