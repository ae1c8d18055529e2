package io.github.brazeaudience.membership;

import io.github.brazeaudience.audience.PushPlatform;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Decoder of membership records that {@link RecordWriter} encoded. */
final class RecordReader {
  private static final int LARGEST_SHIFT = 56;

  private final ByteBuffer in;
  private RecordTimes times = RecordTimes.NONE;
  private int version;

  RecordReader(byte[] bytes) {
    this.in = ByteBuffer.wrap(bytes);
  }

  MembershipRecord read() {
    try {
      version = in.get();
      if (version < RecordWriter.FIRST_VERSION) {
        throw damaged(null);
      }
      if (version > RecordWriter.VERSION) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the record has version %d, but this library reads up to version %d; use a newer version of the library",
                version,
                RecordWriter.VERSION));
      }
      KnownContact contact = readContact();
      Map<String, KnownMembership> memberships = new TreeMap<>();
      for (int left = readCount(); left > 0; left--) {
        memberships.put(readText(), readMembership());
      }
      if (in.hasRemaining()) {
        throw damaged(null);
      }
      return new MembershipRecord(contact, memberships);
    } catch (BufferUnderflowException e) {
      throw damaged(e);
    }
  }

  private KnownContact readContact() {
    int present = in.get();
    ValueHash email = (present & RecordWriter.EMAIL) == 0 ? null : readHash();
    Map<PushPlatform, ValueHash> tokens = new EnumMap<>(PushPlatform.class);
    for (PushPlatform platform : RecordWriter.PLATFORMS) {
      if ((present & RecordWriter.bit(platform)) != 0) {
        tokens.put(platform, readHash());
      }
    }
    KnownContact contact = new KnownContact(email, tokens, ContactTimes.NONE);
    if (version == RecordWriter.FIRST_VERSION) {
      return contact;
    }
    if ((present & RecordWriter.HAS_OWN_TIME) == 0) {
      throw damaged(null);
    }
    Instant own = readOwnTime((present & RecordWriter.HAS_WIDE_TIME) != 0);
    if ((present & RecordWriter.HAS_TIMES) == 0) {
      times = new RecordTimes(own, false, false, false);
      return contact.withTimes(RecordTimes.contact(own, contact));
    }
    int differing = version == RecordWriter.ONE_TIME_VERSION ? ~0 : in.get();
    times =
        new RecordTimes(
            own,
            true,
            (differing & RecordWriter.AUDIENCES_DIFFER) != 0,
            version == RecordWriter.VERSION);
    return contact.withTimes(readContactTimes(differing));
  }

  private Instant readOwnTime(boolean wide) {
    try {
      return RecordTime.read(in, wide);
    } catch (DateTimeException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private ContactTimes readContactTimes(int present) {
    Instant email = (present & RecordWriter.EMAIL) == 0 ? null : readTime();
    Map<PushPlatform, Instant> tokens = new EnumMap<>(PushPlatform.class);
    for (PushPlatform platform : RecordWriter.PLATFORMS) {
      Instant time = (present & RecordWriter.bit(platform)) == 0 ? null : readTime();
      if (time != null) {
        tokens.put(platform, time);
      }
    }
    return new ContactTimes(email, tokens);
  }

  private AudienceTimes readAudienceTimes() {
    Instant own = times.own();
    if (own == null || !times.audiencesDiffer()) {
      return own == null ? AudienceTimes.NONE : RecordTimes.audiences(own);
    }
    Instant snapshot = readTime();
    Map<Long, Instant> audiences = new LinkedHashMap<>();
    Map<Long, Instant> entered = new LinkedHashMap<>();
    for (int left = readCount(); left > 0; left--) {
      long id = readNumber();
      Instant time = readTime();
      if (time == null) {
        throw damaged(null);
      }
      audiences.put(id, time);
      Instant enteredAt = times.entered() ? readTime() : null;
      if (enteredAt != null) {
        entered.put(id, enteredAt);
      }
    }
    return new AudienceTimes(snapshot, audiences, entered);
  }

  private @Nullable Instant readTime() {
    if (version == RecordWriter.ONE_TIME_VERSION) {
      return switch (in.get()) {
        case RecordWriter.NO_TIME -> null;
        case RecordWriter.TIME_OF_RECORD -> times.own();
        case RecordWriter.OTHER_TIME -> RecordTime.ofNanos(in.getLong());
        default -> throw damaged(null);
      };
    }
    long number = readNumber();
    if (number == RecordTime.NONE) {
      return null;
    }
    try {
      return number == RecordTime.WIDE
          ? RecordTime.read(in, true)
          : RecordTime.ofNumber(number, Objects.requireNonNull(times.own()));
    } catch (DateTimeException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private KnownMembership readMembership() {
    int bits = in.get();
    long writtenInFullAt = readNumber();
    Set<Long> members = readIds();
    KnownSet single = readSet(bits >> RecordWriter.SINGLE_SHIFT, members);
    KnownSet array = readSet(bits >> RecordWriter.ARRAY_SHIFT, members);
    return new KnownMembership(
        (bits & RecordWriter.PENDING) != 0,
        writtenInFullAt,
        (bits & RecordWriter.FULL) != 0,
        members,
        single,
        array,
        (bits & RecordWriter.HAS_ELEMENTS) != 0 ? readElements() : Map.of(),
        (bits & RecordWriter.HAS_FLAGS) != 0 ? readFlags() : Map.of(),
        readAudienceTimes());
  }

  private KnownSet readSet(int shifted, Set<Long> members) {
    KnownSet.Form form = KnownSet.Form.ofCode(shifted & RecordWriter.FORM_MASK);
    if (form != KnownSet.Form.IDS) {
      return new KnownSet(form, Set.of());
    }
    return switch (in.get()) {
      case RecordWriter.SAME_AS_MEMBERS -> new KnownSet(form, members);
      case RecordWriter.OWN_IDS -> new KnownSet(form, readIds());
      case RecordWriter.SET_PENDING -> KnownSet.PENDING;
      default -> throw damaged(null);
    };
  }

  private Map<Long, KnownFlag> readElements() {
    Map<Long, KnownFlag> elements = new LinkedHashMap<>();
    for (int left = readCount(); left > 0; left--) {
      KnownFlag element = readFlag();
      elements.put(element.audienceId(), element);
    }
    return elements;
  }

  private Map<String, KnownFlag> readFlags() {
    Map<String, KnownFlag> flags = new LinkedHashMap<>();
    for (int left = readCount(); left > 0; left--) {
      flags.put(readText(), readFlag());
    }
    return flags;
  }

  private KnownFlag readFlag() {
    int bits = in.get();
    Boolean member =
        (bits & RecordWriter.FLAG_SET) == 0 ? null : (bits & RecordWriter.FLAG_MEMBER) != 0;
    return new KnownFlag(
        readNumber(),
        member,
        (bits & RecordWriter.FLAG_TEXT) != 0,
        (bits & RecordWriter.FLAG_PENDING) != 0,
        (bits & RecordWriter.FLAG_CONTESTED) != 0);
  }

  private Set<Long> readIds() {
    Set<Long> ids = new LinkedHashSet<>();
    for (int left = readCount(); left > 0; left--) {
      ids.add(readNumber());
    }
    return Collections.unmodifiableSet(ids);
  }

  private ValueHash readHash() {
    return new ValueHash(in.getLong(), in.getLong());
  }

  private String readText() {
    byte[] bytes = new byte[readCount()];
    in.get(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  /** Reads the number of items that follow, each of at least one byte. */
  private int readCount() {
    long count = readNumber();
    if (count < 0 || count > in.remaining()) {
      throw damaged(null);
    }
    return (int) count;
  }

  private long readNumber() {
    long number = 0;
    for (int shift = 0; shift <= LARGEST_SHIFT; shift += 7) {
      byte next = in.get();
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
    }
    throw damaged(null);
  }

  private static IllegalArgumentException damaged(@Nullable Exception e) {
    return new IllegalArgumentException("the record is not in the expected format", e);
  }
}
