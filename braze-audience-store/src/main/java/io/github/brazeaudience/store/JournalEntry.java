package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;

/**
 * Encoded changes of one update in the journal, with a checksum of each user and of each record. It
 * is encoded once and decoded only in a recovery, because MVStore writes and reads an entry again
 * with other entries.
 *
 * @param bytes the encoded changes
 */
@SuppressWarnings("ArrayRecordComponent")
record JournalEntry(byte[] bytes) {
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  /**
   * Encodes an update.
   *
   * @param namespace the workspace
   * @param changes the new records by external id; {@link MemTable#TOMBSTONE} for a deleted record
   */
  static JournalEntry of(String namespace, Map<String, byte[]> changes) {
    byte[] name = Encoding.encode(namespace);
    int size = 2 * Encoding.MAX_LENGTH_BYTES + name.length;
    for (Map.Entry<String, byte[]> change : changes.entrySet()) {
      size +=
          2 * (Encoding.MAX_LENGTH_BYTES + CHECKSUM_BYTES)
              + change.getKey().length() * Encoding.MAX_CHAR_BYTES
              + change.getValue().length;
    }
    ByteBuffer out = ByteBuffer.allocate(size);
    put(out, name);
    DataUtils.writeVarInt(out, changes.size());
    changes.forEach(
        (text, record) -> {
          byte[] user = Encoding.encode(text);
          put(out, user);
          put(out, record);
          out.putInt(checksum(name, user)).putInt(checksum(record));
        });
    byte[] bytes = new byte[out.position()];
    out.flip().get(bytes);
    return new JournalEntry(bytes);
  }

  private static void put(ByteBuffer out, byte[] bytes) {
    DataUtils.writeVarInt(out, bytes.length);
    out.put(bytes);
  }

  String namespace() {
    byte[] name = get(ByteBuffer.wrap(bytes));
    return Encoding.decode(name, 0, name.length);
  }

  /**
   * Decodes the changes. A damaged record is {@linkplain MemTable#unreadable unreadable}.
   *
   * @throws org.h2.mvstore.MVStoreException if anything else is damaged
   */
  Map<String, byte[]> changes() {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    byte[] name = get(in);
    Map<String, byte[]> changes = new LinkedHashMap<>();
    for (int left = Encoding.readLength(in); left > 0; left--) {
      byte[] user = get(in);
      byte[] record = get(in);
      if (in.remaining() < 2 * CHECKSUM_BYTES || in.getInt() != checksum(name, user)) {
        throw Encoding.damaged("an external id in the journal");
      }
      boolean intact = in.getInt() == checksum(record);
      changes.put(
          Encoding.decode(user, 0, user.length), intact ? record : MemTable.unreadable(record));
    }
    if (in.hasRemaining()) {
      throw Encoding.damaged("the number of changes in the journal");
    }
    return changes;
  }

  private static byte[] get(ByteBuffer in) {
    byte[] bytes = new byte[Encoding.readLength(in)];
    in.get(bytes);
    return bytes;
  }

  private static int checksum(byte[]... parts) {
    CRC32C crc = new CRC32C();
    for (byte[] part : parts) {
      crc.update(part);
    }
    return (int) crc.getValue();
  }
}
