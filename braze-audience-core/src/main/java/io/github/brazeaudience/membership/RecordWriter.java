package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encoder of membership records. The format is compact because a store can have many millions of
 * records: numbers are varints, and a set that equals the members is written as a reference to
 * them. {@link RecordReader} decodes it. A record without times is encoded in version 1, because
 * earlier releases read only that.
 */
final class RecordWriter {
  static final int FIRST_VERSION = 1;

  /** Version of a record with one time. Earlier releases wrote it for all records with times. */
  static final int ONE_TIME_VERSION = 2;

  /** Version of a record with several times, or with a time before 1677 or after 2262. */
  static final int TIMES_VERSION = 3;

  /** Version of a record with an audience that a change has left after another one entered it. */
  static final int VERSION = 4;

  /** Version number that no record has. */
  static final byte UNREADABLE = 0;

  /** Bits of the byte of the contact, in addition to {@link #EMAIL} and those of {@link #bit}. */
  static final int HAS_OWN_TIME = 8;

  static final int HAS_TIMES = 16;
  static final int HAS_WIDE_TIME = 32;

  /** The bit of {@link #HAS_TIMES} for the audiences; those of the contact precede it. */
  static final int AUDIENCES_DIFFER = 8;

  /** The bit of the email. */
  static final int EMAIL = 1;

  /** Encodings of a time in {@link #ONE_TIME_VERSION}. */
  static final int NO_TIME = 0;

  static final int TIME_OF_RECORD = 1;
  static final int OTHER_TIME = 2;

  /** Bits of the first byte of a membership. The forms of the two sets follow them. */
  static final int PENDING = 1;

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
  static final int FLAG_PENDING = 8;
  static final int FLAG_CONTESTED = 16;

  /** Encodings of a set of ids. */
  static final int SAME_AS_MEMBERS = 0;

  static final int OWN_IDS = 1;
  static final int SET_PENDING = 2;

  /** The platforms in the order of the format. */
  static final List<PushPlatform> PLATFORMS = List.of(PushPlatform.IOS, PushPlatform.ANDROID);

  private final ByteArrayOutputStream out = new ByteArrayOutputStream(64);

  private final RecordTimes times;

  private RecordWriter(RecordTimes times) {
    this.times = times;
  }

  static byte[] write(MembershipRecord record) {
    RecordTimes times = RecordTimes.of(record);
    RecordWriter writer = new RecordWriter(times);
    writer.out.write(writer.version());
    writer.writeContact(record.contact());
    writer.writeNumber(record.memberships().size());
    record
        .memberships()
        .forEach(
            (names, known) -> {
              writer.writeText(names);
              writer.writeMembership(known);
            });
    return writer.out.toByteArray();
  }

  private int version() {
    if (times.own() == null) {
      return FIRST_VERSION;
    }
    if (times.entered()) {
      return VERSION;
    }
    return times.differ() || RecordTime.isWide(times.own()) ? TIMES_VERSION : ONE_TIME_VERSION;
  }

  private void writeContact(KnownContact contact) {
    ValueHash email = contact.email();
    int present = email == null ? 0 : EMAIL;
    present |= times.own() == null ? 0 : HAS_OWN_TIME;
    present |= times.own() != null && RecordTime.isWide(times.own()) ? HAS_WIDE_TIME : 0;
    present |= times.differ() ? HAS_TIMES : 0;
    for (PushPlatform platform : contact.tokens().keySet()) {
      present |= bit(platform);
    }
    out.write(present);
    if (email != null) {
      writeHash(email);
    }
    for (PushPlatform platform : PLATFORMS) {
      ValueHash token = contact.tokens().get(platform);
      if (token != null) {
        writeHash(token);
      }
    }
    Instant own = times.own();
    if (own != null) {
      out.writeBytes(RecordTime.bytes(own, RecordTime.isWide(own)));
    }
    if (times.differ()) {
      writeTimes(contact.times());
    }
  }

  /**
   * Writes which times there are in one byte, because a record with an email often has its time.
   */
  private void writeTimes(ContactTimes contact) {
    int present = contact.email() == null ? 0 : EMAIL;
    for (PushPlatform platform : contact.tokens().keySet()) {
      present |= bit(platform);
    }
    out.write(present | (times.audiencesDiffer() ? AUDIENCES_DIFFER : 0));
    if (contact.email() != null) {
      writeTime(contact.email());
    }
    for (PushPlatform platform : PLATFORMS) {
      if (contact.tokens().containsKey(platform)) {
        writeTime(contact.tokens().get(platform));
      }
    }
  }

  private void writeTimes(AudienceTimes audiences) {
    writeTime(audiences.snapshot());
    writeNumber(audiences.audiences().size());
    audiences
        .audiences()
        .forEach(
            (id, time) -> {
              writeNumber(id);
              writeTime(time);
              if (times.entered()) {
                writeTime(audiences.entered().get(id));
              }
            });
  }

  private void writeTime(@Nullable Instant time) {
    long number = RecordTime.number(time, Objects.requireNonNull(times.own()));
    writeNumber(number);
    if (time != null && number == RecordTime.WIDE) {
      out.writeBytes(RecordTime.bytes(time, true));
    }
  }

  /** The bit of a platform's token. */
  static int bit(PushPlatform platform) {
    return switch (platform) {
      case IOS -> 2;
      case ANDROID -> 4;
    };
  }

  private void writeMembership(KnownMembership known) {
    int bits = known.pending() ? PENDING : 0;
    bits |= known.full() ? FULL : 0;
    bits |= known.elements().isEmpty() ? 0 : HAS_ELEMENTS;
    bits |= known.flags().isEmpty() ? 0 : HAS_FLAGS;
    bits |= known.single().form().code() << SINGLE_SHIFT;
    bits |= known.array().form().code() << ARRAY_SHIFT;
    out.write(bits);
    writeNumber(known.writtenInFullAt());
    writeIds(known.members());
    writeSet(known.single(), known.members());
    writeSet(known.array(), known.members());
    if (!known.elements().isEmpty()) {
      writeNumber(known.elements().size());
      known.elements().values().forEach(this::writeFlag);
    }
    if (!known.flags().isEmpty()) {
      writeNumber(known.flags().size());
      for (Map.Entry<String, KnownFlag> flag : known.flags().entrySet()) {
        writeText(flag.getKey());
        writeFlag(flag.getValue());
      }
    }
    if (times.audiencesDiffer()) {
      writeTimes(known.times());
    }
  }

  private void writeSet(KnownSet set, Set<Long> members) {
    if (set.form() == KnownSet.Form.PENDING) {
      out.write(SET_PENDING);
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
    bits |= flag.pending() ? FLAG_PENDING : 0;
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

  /** Writes a number that is not negative. */
  private void writeNumber(long number) {
    long rest = number;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
