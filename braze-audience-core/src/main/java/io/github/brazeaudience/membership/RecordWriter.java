package io.github.brazeaudience.membership;

import static io.github.brazeaudience.membership.RecordFormat.ARRAY_SHIFT;
import static io.github.brazeaudience.membership.RecordFormat.AUDIENCES_DIFFER;
import static io.github.brazeaudience.membership.RecordFormat.EMAIL;
import static io.github.brazeaudience.membership.RecordFormat.FIRST_VERSION;
import static io.github.brazeaudience.membership.RecordFormat.FLAG_CONTESTED;
import static io.github.brazeaudience.membership.RecordFormat.FLAG_MEMBER;
import static io.github.brazeaudience.membership.RecordFormat.FLAG_PENDING;
import static io.github.brazeaudience.membership.RecordFormat.FLAG_SET;
import static io.github.brazeaudience.membership.RecordFormat.FLAG_TEXT;
import static io.github.brazeaudience.membership.RecordFormat.FULL;
import static io.github.brazeaudience.membership.RecordFormat.HAS_ELEMENTS;
import static io.github.brazeaudience.membership.RecordFormat.HAS_FLAGS;
import static io.github.brazeaudience.membership.RecordFormat.HAS_OWN_TIME;
import static io.github.brazeaudience.membership.RecordFormat.HAS_TIMES;
import static io.github.brazeaudience.membership.RecordFormat.HAS_WIDE_TIME;
import static io.github.brazeaudience.membership.RecordFormat.ONE_TIME_VERSION;
import static io.github.brazeaudience.membership.RecordFormat.OTHER_NAME;
import static io.github.brazeaudience.membership.RecordFormat.OWN_IDS;
import static io.github.brazeaudience.membership.RecordFormat.PENDING;
import static io.github.brazeaudience.membership.RecordFormat.PLATFORMS;
import static io.github.brazeaudience.membership.RecordFormat.SAME_AS_MEMBERS;
import static io.github.brazeaudience.membership.RecordFormat.SET_PENDING;
import static io.github.brazeaudience.membership.RecordFormat.SINGLE_SHIFT;
import static io.github.brazeaudience.membership.RecordFormat.TIMES_VERSION;
import static io.github.brazeaudience.membership.RecordFormat.VERSION;
import static io.github.brazeaudience.membership.RecordFormat.bit;

import io.github.brazeaudience.audience.PushPlatform;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Encoder of membership records in the {@link RecordFormat}. {@link RecordReader} decodes them. A
 * record without times is encoded in version 1, because earlier releases read only that.
 */
final class RecordWriter {
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
    if (times.claims()) {
      return VERSION;
    }
    return times.differ() || TimeEncoding.isWide(times.own()) ? TIMES_VERSION : ONE_TIME_VERSION;
  }

  private void writeContact(KnownContact contact) {
    ValueHash email = contact.email();
    int present = email == null ? 0 : EMAIL;
    present |= times.own() == null ? 0 : HAS_OWN_TIME;
    present |= times.own() != null && TimeEncoding.isWide(times.own()) ? HAS_WIDE_TIME : 0;
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
      out.writeBytes(TimeEncoding.bytes(own, TimeEncoding.isWide(own)));
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
            });
  }

  private void writeClaims(Map<String, Instant> claims, Set<String> flags) {
    Map<String, Integer> numbers = new HashMap<>();
    flags.forEach(name -> numbers.put(name, numbers.size() + 1));
    writeNumber(claims.size());
    claims.forEach(
        (name, time) -> {
          int flag = numbers.getOrDefault(name, OTHER_NAME);
          writeNumber(flag);
          if (flag == OTHER_NAME) {
            writeText(name);
          }
          writeTime(time);
        });
  }

  private void writeTime(@Nullable Instant time) {
    long number = TimeEncoding.number(time, Objects.requireNonNull(times.own()));
    writeNumber(number);
    if (time != null && number == TimeEncoding.WIDE) {
      out.writeBytes(TimeEncoding.bytes(time, true));
    }
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
      if (times.claims()) {
        writeClaims(known.times().claims(), known.flags().keySet());
      }
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

  private void writeNumber(long number) {
    long rest = number;
    while (rest >= 0x80) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}
