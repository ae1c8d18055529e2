package io.github.brazeaudience.mparticle;

import org.jspecify.annotations.Nullable;

/**
 * Validator of the bytes of JSON text, for defects that the JSON reader accepts: bytes that are not
 * UTF-8 (which it would replace), raw control characters and unknown escapes in strings, keywords
 * in capitals. Also counts lines.
 */
final class JsonBytes {
  private static final String ESCAPES = "\"\\/bfnrtu";

  private boolean inString;
  private boolean escaped;
  private int last;
  private int continuations;
  private int lowest;
  private int highest;
  private long newlines;
  private long lastTextLine = 1;
  private @Nullable String problem;

  /**
   * Takes the next bytes.
   *
   * @return the number of bytes before the first bad one
   */
  int accept(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      problem = accept(bytes[i] & 0xff);
      if (problem != null) {
        return i;
      }
    }
    return count;
  }

  /** The problem with the byte at which {@link #accept(byte[], int)} stopped. */
  @Nullable String problem() {
    return problem;
  }

  /** The newlines among the accepted bytes. */
  long newlines() {
    return newlines;
  }

  /** The line, from 1, of the last accepted byte that is not white space. */
  long lastTextLine() {
    return lastTextLine;
  }

  private @Nullable String accept(int b) {
    if (continuations > 0 || b >= 0x80) {
      return utf8(b) ? null : "is not UTF-8";
    }
    String found = inString ? string(b) : outside(b);
    last = b;
    if (b == '\n') {
      newlines++;
    } else if (b > ' ') {
      lastTextLine = newlines + 1;
    }
    return found;
  }

  private @Nullable String string(int b) {
    if (escaped) {
      escaped = false;
      return ESCAPES.indexOf(b) >= 0 ? null : "has a string with an escape that JSON does not know";
    }
    if (b < ' ') {
      return "has a string with a raw control character, which JSON writes as an escape";
    }
    escaped = b == '\\';
    inString = b != '"';
    return null;
  }

  private @Nullable String outside(int b) {
    inString = b == '"';
    boolean capital = b >= 'A' && b <= 'Z';
    boolean exponent = b == 'E' && last >= '0' && last <= '9';
    return capital && !exponent ? "has a word that is not JSON" : null;
  }

  /**
   * Checks one byte of a multibyte character, by the table of well-formed UTF-8 in the Unicode
   * Standard.
   */
  private boolean utf8(int b) {
    if (continuations > 0) {
      boolean good = b >= lowest && b <= highest;
      continuations--;
      lowest = 0x80;
      highest = 0xbf;
      return good;
    }
    lowest = b == 0xe0 ? 0xa0 : b == 0xf0 ? 0x90 : 0x80;
    highest = b == 0xed ? 0x9f : b == 0xf4 ? 0x8f : 0xbf;
    continuations = b < 0xe0 ? 1 : b < 0xf0 ? 2 : 3;
    lastTextLine = newlines + 1;
    return b >= 0xc2 && b <= 0xf4;
  }
}
