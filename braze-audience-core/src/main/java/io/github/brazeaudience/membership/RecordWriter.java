package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;

/**
 * Writes records as bytes, small ones above all: there may be many millions of them. Numbers are
 * written in groups of seven bits, lowest first; a set that equals the members is one bit. {@link
 * RecordReader} is its other half.
 */
final class RecordWriter {
  static final int VERSION = 1;

  /** Version number that no record has. */
  static final byte UNREADABLE = 0;

  /** Bits of the first byte of a membership; from {@link #SINGLE_SHIFT} on the forms of sets. */
  static final int IN_DOUBT = 1;

  static final int FULL = 2;
  static final int HAS_ELEMENTS = 4;
  static final int HAS_FLAGS = 8;
  static final int SINGLE_SHIFT = 4;
  static final int ARRAY_SHIFT = 6;
  static final int FORM_MASK = 3;

  /** Bits of the byte of a flag. */
  static final int FLAG_SET = 1;

  static final int FLAG_MEMBER = 2;
  static final int FLAG_TEXT = 4;
  static final int FLAG_IN_DOUBT = 8;
  static final int FLAG_CONTESTED = 16;

  /** How a set of ids is written: like the members, on its own, or not at all. */
  static final int SAME_AS_MEMBERS = 0;

  static final int OWN_IDS = 1;
  static final int SET_IN_DOUBT = 2;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  private RecordWriter() {}

  static byte[] write(MembershipRecord record) {
    RecordWriter writer = new RecordWriter();
    writer.out.write(VERSION);
    writer.writeContact(record.contact());
    writer.writeNumber(record.memberships().size());
    record
        .memberships()
        .forEach(
            (names, held) -> {
              writer.writeText(names);
              writer.writeMembership(held);
            });
    return writer.out.toByteArray();
  }

  private void writeContact(KnownContact contact) {
    ValueHash email = contact.email();
    int present = email == null ? 0 : 1;
    for (PushPlatform platform : contact.tokens().keySet()) {
      present |= bit(platform);
    }
    out.write(present);
    if (email != null) {
      writeHash(email);
    }
    for (PushPlatform platform : PushPlatform.values()) {
      ValueHash token = contact.tokens().get(platform);
      if (token != null) {
        writeHash(token);
      }
    }
  }

  /** The bit for a token of this platform; the lowest one is for the email. */
  static int bit(PushPlatform platform) {
    return switch (platform) {
      case IOS -> 2;
      case ANDROID -> 4;
    };
  }

  private void writeMembership(KnownMembership held) {
    int bits = held.inDoubt() ? IN_DOUBT : 0;
    bits |= held.full() ? FULL : 0;
    bits |= held.elements().isEmpty() ? 0 : HAS_ELEMENTS;
    bits |= held.flags().isEmpty() ? 0 : HAS_FLAGS;
    bits |= held.single().form().code() << SINGLE_SHIFT;
    bits |= held.array().form().code() << ARRAY_SHIFT;
    out.write(bits);
    writeNumber(held.writtenInFullAt());
    writeIds(held.members());
    writeSet(held.single(), held.members());
    writeSet(held.array(), held.members());
    if (!held.elements().isEmpty()) {
      writeNumber(held.elements().size());
      held.elements().values().forEach(this::writeFlag);
    }
    if (!held.flags().isEmpty()) {
      writeNumber(held.flags().size());
      for (Map.Entry<String, KnownFlag> flag : held.flags().entrySet()) {
        writeText(flag.getKey());
        writeFlag(flag.getValue());
      }
    }
  }

  private void writeSet(KnownSet set, Set<Long> members) {
    if (set.form() == KnownSet.Form.IN_DOUBT) {
      out.write(SET_IN_DOUBT);
    } else if (set.form() == KnownSet.Form.IDS) {
      boolean same = set.ids().equals(members);
      out.write(same ? SAME_AS_MEMBERS : OWN_IDS);
      if (!same) {
        writeIds(set.ids());
      }
    }
  }

  private void writeIds(Set<Long> ids) {
    writeNumber(ids.size());
    ids.forEach(this::writeNumber);
  }

  private void writeFlag(KnownFlag flag) {
    Boolean member = flag.member();
    int bits = member == null ? 0 : FLAG_SET | (member ? FLAG_MEMBER : 0);
    bits |= flag.text() ? FLAG_TEXT : 0;
    bits |= flag.inDoubt() ? FLAG_IN_DOUBT : 0;
    bits |= flag.contested() ? FLAG_CONTESTED : 0;
    out.write(bits);
    writeNumber(flag.audienceId());
  }

  private void writeHash(ValueHash hash) {
    out.writeBytes(
        ByteBuffer.allocate(ValueHash.BYTES).putLong(hash.high()).putLong(hash.low()).array());
  }

  private void writeText(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(bytes.length);
    out.writeBytes(bytes);
  }

  /** Not negative. */
  private void writeNumber(long number) {
    long rest = number;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
