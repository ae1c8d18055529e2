package io.github.brazeaudience.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
      new MembershipRecord(HeldContact.UNKNOWN, new TreeMap<>());

  private final HeldContact contact;
  private final Map<String, HeldMembership> memberships;

  MembershipRecord(HeldContact contact, Map<String, HeldMembership> memberships) {
    this.contact = contact;
    this.memberships = memberships;
  }

  /**
   * Reads a record.
   *
   * @param bytes as {@link #toBytes} made them, by this version or an earlier one
   * @return the record
   * @throws IllegalArgumentException if they are no record, or one of a later version
   */
  public static MembershipRecord ofBytes(byte[] bytes) {
    return new RecordReader(bytes).read();
  }

  /**
   * The record in a compact form: 18 bytes for a user in three audiences whose ids have two bytes
   * each, in the mode of one string attribute, without an email.
   *
   * @return new bytes
   */
  public byte[] toBytes() {
    return RecordWriter.write(this);
  }

  /**
   * Whether a write for this user is under way, or ended without anybody knowing how.
   *
   * @return true if so, under any attribute names
   */
  public boolean inDoubt() {
    return memberships.values().stream().anyMatch(HeldMembership::inDoubt);
  }

  HeldContact contact() {
    return contact;
  }

  /** By the names of the attributes, in a steady order. */
  Map<String, HeldMembership> memberships() {
    return memberships;
  }

  /** What is known under these names, null if nothing is. */
  @Nullable HeldMembership membership(String names) {
    return memberships.get(names);
  }

  MembershipRecord with(HeldContact changed) {
    return new MembershipRecord(changed, memberships);
  }

  MembershipRecord with(String names, @Nullable HeldMembership membership) {
    Map<String, HeldMembership> changed = new TreeMap<>(memberships);
    if (membership == null) {
      changed.remove(names);
    } else {
      changed.put(names, membership);
    }
    return new MembershipRecord(contact, changed);
  }

  /** The attributes per segment that are known under other names of attributes. */
  Map<String, HeldFlag> flagsElsewhere(String names) {
    Map<String, HeldFlag> elsewhere = new HashMap<>();
    memberships.forEach(
        (other, held) -> {
          if (!other.equals(names)) {
            elsewhere.putAll(held.flags());
          }
        });
    return elsewhere;
  }

  MembershipRecord withFlagsElsewhere(String names, UnaryOperator<Map<String, HeldFlag>> change) {
    if (memberships.size() == 1 && memberships.containsKey(names)) {
      return this;
    }
    Map<String, HeldMembership> changed = new TreeMap<>(memberships);
    changed.replaceAll((other, held) -> other.equals(names) ? held : held.withFlags(change));
    return new MembershipRecord(contact, changed);
  }

  /** This record, or null if there is nothing in it to be kept. */
  @Nullable MembershipRecord orNull() {
    return memberships.isEmpty() && contact.equals(HeldContact.UNKNOWN) ? null : this;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MembershipRecord that
        && contact.equals(that.contact)
        && memberships.equals(that.memberships);
  }

  @Override
  public int hashCode() {
    return Objects.hash(contact, memberships);
  }

  /** The sizes, never what is known of the user. */
  @Override
  public String toString() {
    Collection<HeldMembership> all = memberships.values();
    return String.format(
        Locale.ROOT,
        "MembershipRecord[memberships=%d, audiences=%d, inDoubt=%s]",
        all.size(),
        all.stream().mapToInt(held -> held.members().size()).sum(),
        inDoubt());
  }
}
