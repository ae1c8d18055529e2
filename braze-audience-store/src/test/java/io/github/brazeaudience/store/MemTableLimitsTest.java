package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the size of a memtable by the heap, and what fills it. */
final class MemTableLimitsTest {
  @ParameterizedTest
  @CsvSource({
    "16, 16384",
    "64, 16384",
    "256, 65536",
    "512, 131072",
    "768, 131072",
    "65536, 131072"
  })
  void ofHeap_megabytes_givesRecords(long megabytes, int records) {
    assertThat(MemTableLimits.ofHeap(megabytes << 20).records()).isEqualTo(records);
  }

  private static Map<String, byte[]> changes(int users, int bytes) {
    Map<String, byte[]> changes = new HashMap<>();
    for (int user = 0; user < users; user++) {
      changes.put("u" + user, new byte[bytes]);
    }
    return changes;
  }

  @ParameterizedTest
  @CsvSource({
    "1, 9, 1, false",
    "1, 10, 1, true",
    "1, 1, 998, true",
    "1, 1, 997, false",
    "4, 1, 1, false",
    "5, 1, 1, true"
  })
  void isFull_afterEntries_dependsOnEachLimit(int entries, int users, int bytes, boolean full) {
    MemTable memTable = new MemTable(new MemTableLimits(10, 1_000, 5));
    for (int i = 0; i < entries; i++) {
      memTable.add("n", changes(users, bytes));
    }

    assertThat(memTable.isFull()).isEqualTo(full);
  }

  @Test
  void isFull_withoutLimits_isFalse() {
    MemTable memTable = new MemTable(MemTableLimits.NONE);
    memTable.add("n", changes(1_000, 1_000));

    assertThat(memTable.isFull()).isFalse();
  }
}
