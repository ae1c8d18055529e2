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
import java.util.List;
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
      if (version < RecordFormat.FIRST_VERSION) {
        throw damaged(null);
      }
      if (version > RecordFormat.VERSION) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "the record has version %d, but this library reads up to version %d; use a newer version of the library",
                version,
                RecordFormat.VERSION));
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
    ValueHash email = (present & RecordFormat.EMAIL) == 0 ? null : readHash();
    Map<PushPlatform, ValueHash> tokens = new EnumMap<>(PushPlatform.class);
    for (PushPlatform platform : RecordFormat.PLATFORMS) {
      if ((present & RecordFormat.bit(platform)) != 0) {
        tokens.put(platform, readHash());
      }
    }
    KnownContact contact = new KnownContact(email, tokens, ContactTimes.NONE);
    if (version == RecordFormat.FIRST_VERSION) {
      return contact;
    }
    if ((present & RecordFormat.HAS_OWN_TIME) == 0) {
      throw damaged(null);
    }
    Instant own = readOwnTime((present & RecordFormat.HAS_WIDE_TIME) != 0);
    if ((present & RecordFormat.HAS_TIMES) == 0) {
      times = new RecordTimes(own, false, false, false);
      return contact.withTimes(RecordTimes.contact(own, contact));
    }
    int differing = version == RecordFormat.ONE_TIME_VERSION ? ~0 : in.get();
    times =
        new RecordTimes(
            own,
            true,
            (differing & RecordFormat.AUDIENCES_DIFFER) != 0,
            version == RecordFormat.VERSION);
    return contact.withTimes(readContactTimes(differing));
  }

  private Instant readOwnTime(boolean wide) {
    try {
      return TimeEncoding.read(in, wide);
    } catch (DateTimeException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private ContactTimes readContactTimes(int present) {
    Instant email = (present & RecordFormat.EMAIL) == 0 ? null : readTime();
    Map<PushPlatform, Instant> tokens = new EnumMap<>(PushPlatform.class);
    for (PushPlatform platform : RecordFormat.PLATFORMS) {
      Instant time = (present & RecordFormat.bit(platform)) == 0 ? null : readTime();
      if (time != null) {
        tokens.put(platform, time);
      }
    }
    return new ContactTimes(email, tokens);
  }

  private AudienceTimes readAudienceTimes(Set<String> flags) {
    Instant own = times.own();
    if (own == null || !times.audiencesDiffer()) {
      return own == null ? AudienceTimes.NONE : RecordTimes.audiences(own);
    }
    Instant snapshot = readTime();
    Map<Long, Instant> audiences = new LinkedHashMap<>();
    for (int left = readCount(); left > 0; left--) {
      audiences.put(readNumber(), readPresentTime());
    }
    return new AudienceTimes(
        snapshot, audiences, times.claims() ? readClaims(List.copyOf(flags)) : Map.of());
  }

  private Map<String, Instant> readClaims(List<String> flags) {
    Map<String, Instant> claims = new LinkedHashMap<>();
    for (int left = readCount(); left > 0; left--) {
      long flag = readNumber();
      if (flag > flags.size()) {
        throw damaged(null);
      }
      String name = flag == RecordFormat.OTHER_NAME ? readText() : flags.get((int) flag - 1);
      claims.put(name, readPresentTime());
    }
    return claims;
  }

  private Instant readPresentTime() {
    Instant time = readTime();
    if (time == null) {
      throw damaged(null);
    }
    return time;
  }

  private @Nullable Instant readTime() {
    if (version == RecordFormat.ONE_TIME_VERSION) {
      return switch (in.get()) {
        case RecordFormat.NO_TIME -> null;
        case RecordFormat.TIME_OF_RECORD -> times.own();
        case RecordFormat.OTHER_TIME -> TimeEncoding.ofNanos(in.getLong());
        default -> throw damaged(null);
      };
    }
    long number = readNumber();
    if (number == TimeEncoding.NONE) {
      return null;
    }
    try {
      return number == TimeEncoding.WIDE
          ? TimeEncoding.read(in, true)
          : TimeEncoding.ofNumber(number, Objects.requireNonNull(times.own()));
    } catch (DateTimeException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private KnownMembership readMembership() {
    int bits = in.get();
    long writtenInFullAt = readNumber();
    Set<Long> members = readIds();
    KnownSet single = readSet(bits >> RecordFormat.SINGLE_SHIFT, members);
    KnownSet array = readSet(bits >> RecordFormat.ARRAY_SHIFT, members);
    Map<Long, KnownFlag> elements =
        (bits & RecordFormat.HAS_ELEMENTS) != 0 ? readElements() : Map.of();
    Map<String, KnownFlag> flags = (bits & RecordFormat.HAS_FLAGS) != 0 ? readFlags() : Map.of();
    return new KnownMembership(
        (bits & RecordFormat.PENDING) != 0,
        writtenInFullAt,
        (bits & RecordFormat.FULL) != 0,
        members,
        single,
        array,
        elements,
        flags,
        readAudienceTimes(flags.keySet()));
  }

  private KnownSet readSet(int shifted, Set<Long> members) {
    KnownSet.Form form = KnownSet.Form.ofCode(shifted & RecordFormat.FORM_MASK);
    if (form != KnownSet.Form.IDS) {
      return new KnownSet(form, Set.of());
    }
    return switch (in.get()) {
      case RecordFormat.SAME_AS_MEMBERS -> new KnownSet(form, members);
      case RecordFormat.OWN_IDS -> new KnownSet(form, readIds());
      case RecordFormat.SET_PENDING -> KnownSet.PENDING;
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
        (bits & RecordFormat.FLAG_SET) == 0 ? null : (bits & RecordFormat.FLAG_MEMBER) != 0;
    return new KnownFlag(
        readNumber(),
        member,
        (bits & RecordFormat.FLAG_TEXT) != 0,
        (bits & RecordFormat.FLAG_PENDING) != 0,
        (bits & RecordFormat.FLAG_CONTESTED) != 0);
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
