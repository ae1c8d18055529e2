package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Number of the last commit, in the second half of each of the two header blocks. After a process
 * was killed MVStore takes the last commit that it finds in the file. The mark shows whether that
 * is the last one that was reported: it is written behind each commit, so that a kill in between
 * leaves it at the commit before, but a file that was cut is behind its mark.
 */
final class CommitMark {
  static final int BLOCK_BYTES = 4096;
  static final int HEADER_BYTES = 2 * BLOCK_BYTES;
  static final int POSITION = BLOCK_BYTES / 2;

  private static final String NAME = "committed:";
  private static final int VERSION_DIGITS = 16;
  private static final int RADIX = 16;
  private static final int BYTES = NAME.length() + VERSION_DIGITS + 1 + 8;

  private CommitMark() {}

  static ByteBuffer bytes(long version) {
    return ByteBuffer.wrap(text(version).getBytes(StandardCharsets.US_ASCII));
  }

  private static String text(long version) {
    String marked = String.format(Locale.ROOT, "%s%016x,", NAME, version);
    CRC32C crc = new CRC32C();
    crc.update(marked.getBytes(StandardCharsets.US_ASCII));
    return String.format(Locale.ROOT, "%s%08x", marked, crc.getValue());
  }

  /**
   * Puts the mark into both blocks of a header. MVStore reads a block up to the value of its
   * checksum, which has to end in a comma if something follows.
   */
  static void put(ByteBuffer header, long version) {
    for (int block = 0; block < HEADER_BYTES; block += BLOCK_BYTES) {
      for (int i = block; i < block + POSITION; i++) {
        if (header.get(i) == '\n') {
          header.put(i, (byte) ',');
        }
      }
      header.put(block + POSITION, text(version).getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** The number in a header, of the copies that are intact the later one, -1 without one. */
  static long in(ByteBuffer header) {
    return Math.max(at(header, POSITION), at(header, BLOCK_BYTES + POSITION));
  }

  private static long at(ByteBuffer header, int position) {
    byte[] bytes = new byte[BYTES];
    header.get(position, bytes);
    String text = new String(bytes, StandardCharsets.ISO_8859_1);
    try {
      long version = Long.parseLong(text, NAME.length(), NAME.length() + VERSION_DIGITS, RADIX);
      return text.equals(text(version)) ? version : -1;
    } catch (NumberFormatException e) {
      // No mark, or a damaged one.
      return -1;
    }
  }
}
