package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.TreeMap;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the encoding of a journal entry, and lengths in it that are damaged. */
final class JournalEntryTypeTest {
  private static final JournalEntryType TYPE = new JournalEntryType();

  /** Starts an entry with checksums. */
  private static WriteBuffer entry() {
    WriteBuffer out = new WriteBuffer();
    out.putVarInt(-1);
    return out;
  }

  private static void text(WriteBuffer out, String ascii) {
    out.putVarInt(ascii.length());
    out.putStringData(ascii, ascii.length());
  }

  private static ByteBuffer written(WriteBuffer out) {
    ByteBuffer buffer = out.getBuffer();
    return buffer.flip();
  }

  @Test
  void read_writtenEntry_isEqual() {
    TreeMap<String, byte[]> changes = new TreeMap<>();
    changes.put("u", new byte[] {1, 2});
    changes.put("v", MemTable.TOMBSTONE);
    WriteBuffer out = new WriteBuffer();
    TYPE.write(out, new JournalEntry("n", changes));

    JournalEntry read = TYPE.read(written(out));

    assertThat(read.namespace()).isEqualTo("n");
    assertThat(read.changes()).hasSize(2).containsEntry("u", new byte[] {1, 2});
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void read_lengthBeyondTheEntry_isDamage(int length) {
    WriteBuffer namespace = entry();
    namespace.putVarInt(length);

    WriteBuffer user = entry();
    text(user, "n");
    user.putVarInt(1);
    user.putVarInt(length);

    WriteBuffer record = entry();
    text(record, "n");
    record.putVarInt(1);
    text(record, "u");
    record.putVarInt(length);

    for (WriteBuffer out : new WriteBuffer[] {namespace, user, record}) {
      assertThatThrownBy(() -> TYPE.read(written(out)))
          .isInstanceOf(MVStoreException.class)
          .hasMessageContaining("a length in the journal is damaged");
    }
  }
}
