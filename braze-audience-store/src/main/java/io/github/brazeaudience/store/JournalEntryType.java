package io.github.brazeaudience.store;

import java.nio.ByteBuffer;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** MVStore data type of a {@link JournalEntry}. */
final class JournalEntryType extends BasicDataType<JournalEntry> {
  @Override
  public int getMemory(JournalEntry entry) {
    return entry.bytes().length;
  }

  @Override
  public void write(WriteBuffer out, JournalEntry entry) {
    out.putVarInt(entry.bytes().length).put(entry.bytes());
  }

  @Override
  public JournalEntry read(ByteBuffer in) {
    byte[] bytes = new byte[Encoding.readLength(in)];
    in.get(bytes);
    return new JournalEntry(bytes);
  }

  @Override
  public JournalEntry[] createStorage(int size) {
    return new JournalEntry[size];
  }
}
