package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.jspecify.annotations.Nullable;

/**
 * Checksums of a chunk, which MVStore writes with each commit: a header line, pages, a table of the
 * pages, and a footer. MVStore's own check of a page covers its position and not its content. Here
 * the check is combined with a checksum of the content, so MVStore detects a damaged page when it
 * reads the page. A checksum of the header line and the table is in the padding of the header line.
 *
 * @param tablePosition the end of the pages, or 0 if the chunk has no checksums
 * @param intact true if the header line and the table match their checksum
 */
record ChunkChecks(int tablePosition, boolean intact) {
  /** The maximum number of bytes that MVStore reads of a header line. */
  static final int HEADER_BYTES = 1024;

  private static final ChunkChecks NONE = new ChunkChecks(0, true);
  private static final String CHECKSUM = ",crc:";
  private static final int LENGTH_BYTES = Integer.BYTES;
  private static final int PAGE_START = LENGTH_BYTES + Short.BYTES;

  /** Reads the table of a chunk. */
  @FunctionalInterface
  interface Table {
    ByteBuffer read(int position, int length) throws IOException;
  }

  /** Adds the checksums to a chunk that is about to be written, unless it has some. */
  static ChunkChecks add(ByteBuffer chunk) throws IOException {
    String header = header(chunk);
    if (header.contains(CHECKSUM)) {
      // MVStore copies the chunk.
      return of(chunk, chunk::slice);
    }
    int table = field(header, "toc");
    int pages = field(header, "pages");
    for (int i = 0; i < pages; i++) {
      int page = DataUtils.getPageOffset(chunk.getLong(table + i * Long.BYTES));
      ByteBuffer bytes = chunk.slice(page, chunk.getInt(page));
      combine(bytes);
    }
    byte[] checksum =
        (CHECKSUM + text(checksum(header, chunk.slice(table, pages * Long.BYTES))))
            .getBytes(StandardCharsets.US_ASCII);
    if (chunk.get(header.length() + checksum.length - 1) != ' ') {
      throw new IllegalStateException("the header of a chunk has no room for a checksum");
    }
    chunk.put(header.length(), checksum);
    return new ChunkChecks(table, true);
  }

  /** Returns the id of a chunk that is about to be written. */
  static int id(ByteBuffer chunk) {
    return field(header(chunk), "chunk");
  }

  /** Reads the checksums of a chunk. */
  static ChunkChecks of(ByteBuffer start, Table reader) throws IOException {
    String header = header(start);
    int at = header.lastIndexOf(CHECKSUM);
    if (at < 0) {
      return NONE;
    }
    String checked = header.substring(0, at);
    int table = field(checked, "toc");
    ByteBuffer entries = reader.read(table, field(checked, "pages") * Long.BYTES);
    return new ChunkChecks(
        table, header.substring(at + CHECKSUM.length()).equals(text(checksum(checked, entries))));
  }

  boolean hasTableAt(long offset) {
    return offset > 0 && offset == tablePosition;
  }

  boolean hasPageAt(long offset) {
    return offset > 0 && offset < tablePosition;
  }

  /**
   * Restores the check that MVStore expects, if the content of the page is intact.
   *
   * @param expected the check of an intact page, which is then also restored in a damaged page;
   *     null to let MVStore detect the damage
   * @return false if the page is damaged
   */
  static boolean separate(ByteBuffer page, @Nullable Short expected) {
    int length = page.limit() < PAGE_START ? 0 : page.getInt(0);
    if (length < PAGE_START || length > page.limit()) {
      return true;
    }
    combine(page.slice(0, length));
    if (expected != null && page.getShort(LENGTH_BYTES) != expected) {
      page.putShort(LENGTH_BYTES, expected);
      return false;
    }
    return true;
  }

  /** Combines the check of a page with the checksum of its content; a second call undoes it. */
  private static void combine(ByteBuffer page) {
    CRC32C crc = new CRC32C();
    crc.update(page.slice(PAGE_START, page.limit() - PAGE_START));
    int content = (int) crc.getValue();
    page.putShort(LENGTH_BYTES, (short) (page.getShort(LENGTH_BYTES) ^ content ^ (content >>> 16)));
  }

  private static String header(ByteBuffer start) {
    byte[] bytes = new byte[Math.min(HEADER_BYTES, start.limit())];
    start.get(0, bytes);
    int end = 0;
    while (end < bytes.length && bytes[end] != '\n') {
      end++;
    }
    return new String(Arrays.copyOf(bytes, end), StandardCharsets.ISO_8859_1).stripTrailing();
  }

  private static int field(String header, String name) {
    for (String field : header.split(",", -1)) {
      if (field.startsWith(name + ":")) {
        return Integer.parseInt(field.substring(name.length() + 1), 16);
      }
    }
    return 0;
  }

  private static int checksum(String header, ByteBuffer table) {
    CRC32C crc = new CRC32C();
    crc.update(header.getBytes(StandardCharsets.ISO_8859_1));
    crc.update(table.duplicate());
    return (int) crc.getValue();
  }

  private static String text(int checksum) {
    return String.format(Locale.ROOT, "%08x", checksum);
  }
}
