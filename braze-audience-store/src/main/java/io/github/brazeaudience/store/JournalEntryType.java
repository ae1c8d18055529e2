package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import java.util.SortedMap;
import java.util.TreeMap;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;
import org.h2.mvstore.type.ByteArrayDataType;
import org.h2.mvstore.type.StringDataType;

/** How a {@link JournalEntry} is written: texts and bytes as in the maps of records. */
final class JournalEntryType extends BasicDataType<JournalEntry> {
  private static final StringDataType TEXT = StringDataType.INSTANCE;
  private static final ByteArrayDataType BYTES = ByteArrayDataType.INSTANCE;

  @Override
  public int getMemory(JournalEntry entry) {
    int memory = TEXT.getMemory(entry.namespace());
    for (var change : entry.changes().entrySet()) {
      memory += TEXT.getMemory(change.getKey()) + BYTES.getMemory(change.getValue());
    }
    return memory;
  }

  @Override
  public void write(WriteBuffer out, JournalEntry entry) {
    TEXT.write(out, entry.namespace());
    out.putVarInt(entry.changes().size());
    entry
        .changes()
        .forEach(
            (user, bytes) -> {
              TEXT.write(out, user);
              BYTES.write(out, bytes);
            });
  }

  @Override
  public JournalEntry read(ByteBuffer in) {
    String namespace = TEXT.read(in);
    SortedMap<String, byte[]> changes = new TreeMap<>();
    for (int left = DataUtils.readVarInt(in); left > 0; left--) {
      changes.put(TEXT.read(in), BYTES.read(in));
    }
    return new JournalEntry(namespace, changes);
  }

  @Override
  public JournalEntry[] createStorage(int size) {
    return new JournalEntry[size];
  }
}
