package io.github.brazeaudience.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OrderedLinesTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @ParameterizedTest
  @CsvSource({"1,1,50", "2,3,2000", "3,10,5000", "4,100,5000", "5,1000000,5000", "6,7,5000"})
  void writeBelow_linesInAnyOrder_writesThemInOrder(long seed, int maxWaiting, int count)
      throws IOException {
    Random random = new Random(seed);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, random);
    TreeSet<Integer> outstanding = new TreeSet<>(order);
    List<String> wanted = new ArrayList<>();
    try (OrderedLines lines = new OrderedLines(out, maxWaiting)) {
      for (int index : order) {
        outstanding.remove(index);
        if (index % 3 != 0) {
          lines.add(index, line(index));
        }
        lines.writeBelow(outstanding.isEmpty() ? count : outstanding.first());
      }
      lines.writeBelow(Long.MAX_VALUE);
    }
    for (int i = 0; i < count; i++) {
      if (i % 3 != 0) {
        wanted.add(String.valueOf(i));
      }
    }
    assertThat(written()).as("seed %d", seed).isEqualTo(wanted);
  }

  @Test
  void writeBelow_lineThatMayStillBePreceded_waits() throws IOException {
    try (OrderedLines lines = new OrderedLines(out, 2)) {
      lines.add(3, line(3));
      lines.add(1, line(1));
      lines.writeBelow(1);
      assertThat(written()).isEmpty();
      lines.writeBelow(2);
      assertThat(written()).containsExactly("1");
      lines.writeBelow(4);
      assertThat(written()).containsExactly("1", "3");
    }
  }

  private List<String> written() {
    return out.toString(StandardCharsets.UTF_8).lines().toList();
  }

  private static byte[] line(int index) {
    return (index + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
