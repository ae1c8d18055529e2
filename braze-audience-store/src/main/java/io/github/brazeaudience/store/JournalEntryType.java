package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ByteArrayDataType;

/**
 * MVStore data type of a {@link JournalEntry}, with a checksum of each user and of each record. A
 * damaged record is read as {@linkplain MemTable#unreadable unreadable}; any other damage fails the
 * whole entry. Entries of older files have no checksums and are read without them.
 */
final class JournalEntryType extends BasicDataType<JournalEntry> {
  private static final int CHECKSUM_BYTES = 2 * Integer.BYTES;
  private static final TextType TEXT = TextType.INSTANCE;
  private static final ByteArrayDataType BYTES = ByteArrayDataType.INSTANCE;

  /** Marks an entry with checksums. An older entry starts with the length of its namespace. */
  private static final int CHECKED = -1;

  @Override
  public int getMemory(JournalEntry entry) {
    int memory = TEXT.getMemory(entry.namespace());
    for (var change : entry.changes().entrySet()) {
      memory +=
          CHECKSUM_BYTES + TEXT.getMemory(change.getKey()) + BYTES.getMemory(change.getValue());
    }
    return memory;
  }

  @Override
  public void write(WriteBuffer out, JournalEntry entry) {
    out.putVarInt(CHECKED);
    TEXT.write(out, entry.namespace());
    out.putVarInt(entry.changes().size());
    entry
        .changes()
        .forEach(
            (user, bytes) -> {
              TEXT.write(out, user);
              BYTES.write(out, bytes);
              out.putInt(checksum(entry.namespace(), user)).putInt(checksum(bytes));
            });
  }

  @Override
  public JournalEntry read(ByteBuffer in) {
    int start = in.position();
    boolean checked = DataUtils.readVarInt(in) == CHECKED;
    if (!checked) {
      in.position(start);
    }
    String namespace = TEXT.read(bounded(in));
    SortedMap<String, byte[]> changes = new TreeMap<>();
    for (int left = DataUtils.readVarInt(in); left > 0; left--) {
      String user = TEXT.read(bounded(in));
      byte[] bytes = BYTES.read(bounded(in));
      changes.put(user, checked ? verified(in, namespace, user, bytes) : bytes);
    }
    return new JournalEntry(namespace, changes);
  }

  /** Returns the input if the length that follows fits into it. A damaged one allocates nothing. */
  private static ByteBuffer bounded(ByteBuffer in) {
    int start = in.position();
    int length = DataUtils.readVarInt(in);
    if (length < 0 || length > in.remaining()) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_FILE_CORRUPT, "a length in the journal is damaged");
    }
    return in.position(start);
  }

  private static byte[] verified(ByteBuffer in, String namespace, String user, byte[] bytes) {
    if (in.getInt() != checksum(namespace, user)) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_FILE_CORRUPT, "a key in the journal is damaged");
    }
    return in.getInt() == checksum(bytes) ? bytes : MemTable.unreadable(bytes);
  }

  private static int checksum(String namespace, String user) {
    return checksum((namespace + '\n' + user).getBytes(StandardCharsets.UTF_8));
  }

  private static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return (int) crc.getValue();
  }

  @Override
  public JournalEntry[] createStorage(int size) {
    return new JournalEntry[size];
  }
}
