package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Map;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the encoding of a journal entry, and damage of any bit of it. */
final class JournalEntryTest {
  private static final Map<String, byte[]> CHANGES =
      Map.of("u", new byte[] {1, 2}, "v\u00fc\ud800", MemTable.TOMBSTONE, "w", new byte[] {3});

  @Test
  void changes_ofEncodedEntry_areEqual() {
    JournalEntry read = new JournalEntry(JournalEntry.of("n\u20ac", CHANGES).bytes());

    assertThat(read.namespace()).isEqualTo("n\u20ac");
    assertThat(read.changes()).containsExactlyInAnyOrderEntriesOf(CHANGES);
  }

  @Test
  void changes_anyBitFlipped_areIntactOrUnreadableOrDamage() {
    byte[] intact = JournalEntry.of("n", CHANGES).bytes();
    int unreadable = 0;
    for (int bit = 0; bit < intact.length * Byte.SIZE; bit++) {
      byte[] flipped = intact.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        Map<String, byte[]> read = new JournalEntry(flipped).changes();
        assertThat(read.keySet()).as("bit %d", bit).isEqualTo(CHANGES.keySet());
        for (Map.Entry<String, byte[]> change : read.entrySet()) {
          if (change.getValue().length > 0 && change.getValue()[0] == 0) {
            unreadable++;
          } else {
            assertThat(change.getValue()).as("bit %d", bit).isEqualTo(CHANGES.get(change.getKey()));
          }
        }
      } catch (MVStoreException e) {
        assertThat(StoreFailures.isDamage(e)).as("bit %d: %s", bit, e).isTrue();
      }
    }
    assertThat(unreadable).isPositive();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 100, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void changes_lengthBeyondTheEntry_isDamage(int length) {
    ByteBuffer namespace = ByteBuffer.allocate(16);
    DataUtils.writeVarInt(namespace, length);

    ByteBuffer user = ByteBuffer.allocate(16);
    user.put(new byte[] {1, 'n', 1});
    DataUtils.writeVarInt(user, length);

    ByteBuffer record = ByteBuffer.allocate(16);
    record.put(new byte[] {1, 'n', 1, 1, 'u'});
    DataUtils.writeVarInt(record, length);

    for (ByteBuffer out : new ByteBuffer[] {namespace, user, record}) {
      byte[] bytes = new byte[out.position()];
      out.flip().get(bytes);
      assertThatThrownBy(() -> new JournalEntry(bytes).changes())
          .isInstanceOf(MVStoreException.class)
          .hasMessageContaining("a length in the file is damaged");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, Integer.MAX_VALUE, Integer.MIN_VALUE})
  void read_lengthBeyondThePage_isDamage(int length) {
    WriteBuffer out = new WriteBuffer();
    out.putVarInt(length);

    assertThatThrownBy(() -> new JournalEntryType().read(out.getBuffer().flip()))
        .isInstanceOf(MVStoreException.class)
        .hasMessageContaining("a length in the file is damaged");
  }
}
