package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** {@link MergingIterator} against a sorted map with the newest record of each user. */
final class MergingIteratorTest {
  @Test
  void iteration_overSeveralSources_yieldsTheNewestRecordOfEachUser() {
    long seed = Seeds.of("MergingIteratorTest");
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 500; run++) {
      List<Map<String, byte[]>> newestFirst = new ArrayList<>();
      Map<String, Integer> expected = new TreeMap<>();
      for (int source = 0; source < 3; source++) {
        Map<String, byte[]> records = new TreeMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
          String user = "u-" + random.nextInt(10);
          int length = random.nextInt(4);
          records.put(user, new byte[length]);
          expected.put(user, length);
        }
        newestFirst.add(0, records);
      }
      expected.values().removeIf(length -> length == 0);

      assertThat(lengths(newestFirst)).isEqualTo(expected);
    }
  }

  @Test
  void next_afterTheLastRecord_throws() {
    assertThatThrownBy(() -> new MergingIterator(List.of()).next())
        .isInstanceOf(NoSuchElementException.class);
  }

  private static Map<String, Integer> lengths(List<Map<String, byte[]>> newestFirst) {
    List<Iterator<Map.Entry<String, byte[]>>> sources = new ArrayList<>();
    newestFirst.forEach(records -> sources.add(records.entrySet().iterator()));
    Map<String, Integer> lengths = new TreeMap<>();
    String last = "";
    for (MergingIterator merged = new MergingIterator(sources); merged.hasNext(); ) {
      Map.Entry<String, byte[]> entry = merged.next();
      assertThat(entry.getKey()).isGreaterThan(last);
      last = entry.getKey();
      lengths.put(last, entry.getValue().length);
    }
    return lengths;
  }
}
