package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.zip.CRC32C;

/**
 * Number of the last commit, stored in the second half of both header blocks. After a crash MVStore
 * uses the last commit that it finds in the file. The mark shows whether commits are missing: it is
 * written after each commit, so a crash in between leaves a mark that is one commit old, while a
 * truncated file has a mark that is newer than its last commit.
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
   * Writes the mark to both blocks of a header. MVStore reads a block up to its checksum, which
   * must end with a comma if text follows.
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

  /** Returns the higher mark of the intact copies in a header, -1 if there is none. */
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
