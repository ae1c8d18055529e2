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

/** Reading several layers is reading the one that they come to. */
final class MergingIteratorTest {
  @Test
  void iteration_overLayers_isThatOverTheirSum() {
    long seed = System.nanoTime();
    System.out.println("MergingIteratorTest: seed " + seed);
    SplittableRandom random = new SplittableRandom(seed);
    for (int run = 0; run < 500; run++) {
      List<Map<String, byte[]>> layers = new ArrayList<>();
      Map<String, Integer> sum = new TreeMap<>();
      for (int layer = 0; layer < 3; layer++) {
        Map<String, byte[]> records = new TreeMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
          String user = "u-" + random.nextInt(10);
          int length = random.nextInt(4);
          records.put(user, new byte[length]);
          sum.put(user, length);
        }
        layers.add(0, records);
      }
      sum.values().removeIf(length -> length == 0);

      assertThat(lengths(layers)).isEqualTo(sum);
    }
  }

  @Test
  void next_behindTheLast_fails() {
    assertThatThrownBy(() -> new MergingIterator(List.of()).next())
        .isInstanceOf(NoSuchElementException.class);
  }

  private static Map<String, Integer> lengths(List<Map<String, byte[]>> layers) {
    List<Iterator<Map.Entry<String, byte[]>>> sources = new ArrayList<>();
    layers.forEach(layer -> sources.add(layer.entrySet().iterator()));
    Map<String, Integer> lengths = new TreeMap<>();
    String last = "";
    for (MergingIterator all = new MergingIterator(sources); all.hasNext(); ) {
      Map.Entry<String, byte[]> entry = all.next();
      assertThat(entry.getKey()).isGreaterThan(last);
      last = entry.getKey();
      lengths.put(last, entry.getValue().length);
    }
    return lengths;
  }
}
