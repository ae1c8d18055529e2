package io.github.brazeaudience.membership;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Encoding of the times of a record. The record's own time takes {@value #NANOS_BYTES} bytes as
 * nanoseconds since the epoch, from 1677 to 2262, or {@value #WIDE_BYTES} bytes. Another time is a
 * number: {@link #NONE}, {@link #SAME}, {@link #WIDE}, or a difference to the record's own time in
 * milliseconds, which takes 5 bytes if it is below a month.
 */
final class TimeEncoding {
  static final int NANOS_BYTES = Long.BYTES;
  static final int WIDE_BYTES = Long.BYTES + Integer.BYTES;

  static final int NONE = 0;

  /** The record's own time. */
  static final int SAME = 1;

  /** A time of {@link #WIDE_BYTES} follows. */
  static final int WIDE = 2;

  /** The smallest number of a difference: twice the milliseconds, and 1 if it is later. */
  private static final int FIRST_DIFFERENCE = 3;

  /** Keeps the number of a difference below 2^61. */
  private static final long MAX_SECONDS = 1_000_000_000_000_000L;

  private static final long NANOS_PER_SECOND = 1_000_000_000;
  private static final int NANOS_PER_MILLI = 1_000_000;

  private TimeEncoding() {}

  static boolean isWide(Instant time) {
    return !ofNanos(nanos(time)).equals(time);
  }

  static byte[] bytes(Instant time, boolean wide) {
    return wide
        ? ByteBuffer.allocate(WIDE_BYTES)
            .putLong(time.getEpochSecond())
            .putInt(time.getNano())
            .array()
        : ByteBuffer.allocate(NANOS_BYTES).putLong(nanos(time)).array();
  }

  static Instant read(ByteBuffer in, boolean wide) {
    return wide ? Instant.ofEpochSecond(in.getLong(), in.getInt()) : ofNanos(in.getLong());
  }

  static Instant ofNanos(long nanos) {
    return Instant.ofEpochSecond(
        Math.floorDiv(nanos, NANOS_PER_SECOND), Math.floorMod(nanos, NANOS_PER_SECOND));
  }

  /** The nanoseconds since the epoch; any number if they are out of range. */
  private static long nanos(Instant time) {
    return time.getEpochSecond() * NANOS_PER_SECOND + time.getNano();
  }

  /** {@return the number of a time, at least 0} */
  static long number(@Nullable Instant time, Instant own) {
    if (time == null) {
      return NONE;
    }
    Duration later = Duration.between(own, time);
    Duration difference = later.abs();
    if (difference.isZero()) {
      return SAME;
    }
    if (difference.getSeconds() > MAX_SECONDS || difference.getNano() % NANOS_PER_MILLI != 0) {
      return WIDE;
    }
    return difference.toMillis() * 2 + (later.isNegative() ? 0 : 1) + FIRST_DIFFERENCE - 2;
  }

  /** {@return the time of a number other than {@link #NONE} and {@link #WIDE}} */
  static Instant ofNumber(long number, Instant own) {
    if (number == SAME) {
      return own;
    }
    long twice = number - FIRST_DIFFERENCE + 2;
    return twice % 2 == 0 ? own.minusMillis(twice / 2) : own.plusMillis(twice / 2);
  }
}
