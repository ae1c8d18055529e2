package io.github.brazeaudience.testing.internal;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Format of dates in HTTP headers, with two digits for the day.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#name-date-time-formats">RFC 9110: date/time
 *     formats</a>
 */
public final class HttpDate {
  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpDate() {}

  public static String of(Instant instant) {
    return FORMAT.format(instant);
  }
}
