package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;

/**
 * Encoded records of a range of users, sorted by external id. A record is found by its bytes, and a
 * merge copies the records between two changes as they are, so neither decodes the other records.
 * Immutable.
 *
 * <p>Each record follows its external id, and both follow their lengths.
 *
 * @param bytes an array that contains the block and that is not changed
 * @param start the index of the first byte of the block
 * @param length the number of bytes of the block
 */
@SuppressWarnings("ArrayRecordComponent")
record Block(byte[] bytes, int start, int length) {
  /** A merge that results in more bytes makes several blocks. */
  static final int MAX_BYTES = 4_096;

  static final Block EMPTY = new Block(new byte[0], 0, 0);

  /** Block that a merge adds, with the first external id that belongs to it. */
  record Part(String first, Block block) {}

  /**
   * Result of a merge.
   *
   * @param block the new block, which replaces the old one
   * @param others the blocks after it
   */
  record Merged(Block block, List<Part> others) {}

  /**
   * Returns the next block of a page, without a copy.
   *
   * @throws org.h2.mvstore.MVStoreException if its lengths are damaged
   */
  static Block read(ByteBuffer in) {
    int length = Encoding.readLength(in);
    Block block;
    if (in.hasArray()) {
      block = new Block(in.array(), in.arrayOffset() + in.position(), length);
      in.position(in.position() + length);
    } else {
      byte[] copy = new byte[length];
      in.get(copy);
      block = new Block(copy, 0, length);
    }
    Reader reader = block.reader();
    while (reader.next()) {
      if (reader.isBroken()) {
        throw Encoding.damaged("a length");
      }
    }
    return block;
  }

  void write(WriteBuffer out) {
    out.putVarInt(length).put(ByteBuffer.wrap(bytes, start, length));
  }

  Reader reader() {
    return new Reader(bytes, start, start + length);
  }

  /** Position in a block. */
  static final class Reader {
    private final byte[] bytes;
    private final int end;
    private int entry;
    private int key;
    private int record;
    private int next;

    private Reader(byte[] bytes, int start, int end) {
      this.bytes = bytes;
      this.end = end;
      this.next = start;
    }

    /** Goes to the next record. Returns false after the last one. */
    boolean next() {
      entry = next;
      if (entry >= end) {
        return false;
      }
      key = entry;
      int keyLength = varInt();
      int recordLength = varInt();
      record = key + keyLength;
      next = record + recordLength;
      return true;
    }

    /** Reads a length, which is at most one byte too long for the array. */
    private int varInt() {
      int value = 0;
      for (int shift = 0; shift < Integer.SIZE && key < bytes.length; shift += 7) {
        byte next = bytes[key++];
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          break;
        }
      }
      return value;
    }

    private boolean isBroken() {
      return key > end || record < key || next < record || next > end;
    }

    boolean isAt(byte[] user) {
      return Arrays.equals(bytes, key, record, user, 0, user.length);
    }

    int compareTo(byte[] user) {
      return Arrays.compareUnsigned(bytes, key, record, user, 0, user.length);
    }

    String user() {
      return Encoding.decode(bytes, key, record);
    }

    byte[] record() {
      return Arrays.copyOfRange(bytes, record, next);
    }
  }

  /**
   * Replaces, adds and removes records.
   *
   * @param changes the new records, in the order of the external ids
   * @param keepTombstones true to keep {@link MemTable#TOMBSTONE}s as records
   */
  Merged merge(List<Map.Entry<String, byte[]>> changes, boolean keepTombstones) {
    ByteBuffer out = ByteBuffer.allocate(length + maxBytes(changes));
    Reader reader = reader();
    boolean present = reader.next();
    int copied = start;
    for (Map.Entry<String, byte[]> change : changes) {
      byte[] user = Encoding.encode(change.getKey());
      byte[] record = change.getValue();
      while (present && reader.compareTo(user) < 0) {
        present = reader.next();
      }
      out.put(bytes, copied, reader.entry - copied);
      copied = reader.entry;
      if (present && reader.isAt(user)) {
        present = reader.next();
        copied = reader.entry;
      }
      if (record.length > 0 || keepTombstones) {
        DataUtils.writeVarInt(out, user.length);
        DataUtils.writeVarInt(out, record.length);
        out.put(user).put(record);
      }
    }
    out.put(bytes, copied, start + length - copied);
    return split(Arrays.copyOf(out.array(), out.position()));
  }

  private static int maxBytes(List<Map.Entry<String, byte[]>> changes) {
    int bytes = 0;
    for (Map.Entry<String, byte[]> change : changes) {
      bytes +=
          2 * Encoding.MAX_LENGTH_BYTES
              + change.getKey().length() * Encoding.MAX_CHAR_BYTES
              + change.getValue().length;
    }
    return bytes;
  }

  /** Cuts bytes that are more than a block into blocks of about the same size. */
  private static Merged split(byte[] merged) {
    int count = (merged.length + MAX_BYTES - 1) / MAX_BYTES;
    Block first = new Block(merged, 0, merged.length);
    if (count < 2) {
      return new Merged(first, List.of());
    }
    List<Part> others = new ArrayList<>();
    int size = merged.length / count;
    int from = 0;
    String user = "";
    String previous = "";
    for (Reader reader = first.reader(); reader.next(); ) {
      if (reader.entry - from >= size) {
        Block block =
            new Block(Arrays.copyOfRange(merged, from, reader.entry), 0, reader.entry - from);
        others.add(new Part(user, block));
        user = separator(previous, reader.user());
        from = reader.entry;
      }
      previous = reader.user();
    }
    others.add(
        new Part(
            user,
            new Block(Arrays.copyOfRange(merged, from, merged.length), 0, merged.length - from)));
    return new Merged(others.remove(0).block(), others);
  }

  /** Returns the shortest text after one external id and not after the next one. */
  private static String separator(String before, String after) {
    int common = 0;
    while (common < before.length() && before.charAt(common) == after.charAt(common)) {
      common++;
    }
    return after.substring(0, common + 1);
  }
}
