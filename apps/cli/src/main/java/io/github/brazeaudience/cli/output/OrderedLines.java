package io.github.brazeaudience.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Sorts lines by index, in constant memory. A line waits until no lower index can follow; if too
 * many lines wait, they are moved to temporary files.
 */
final class OrderedLines implements AutoCloseable {
  private static final int MAX_WAITING = 20_000;
  private static final int MAX_RUNS = 32;

  private final OutputStream out;
  private final int maxWaiting;
  private final TreeMap<Long, byte[]> waiting = new TreeMap<>();
  private final PriorityQueue<SpilledLines> runs =
      new PriorityQueue<>(Comparator.comparingLong(SpilledLines::index));

  OrderedLines(OutputStream out) {
    this(out, MAX_WAITING);
  }

  OrderedLines(OutputStream out, int maxWaiting) {
    this.out = out;
    this.maxWaiting = maxWaiting;
  }

  void add(long index, byte[] line) {
    waiting.put(index, line);
  }

  /** Writes all lines below an index; no more of them will be added. */
  void writeBelow(long limit) throws IOException {
    while (true) {
      long inMemory = waiting.isEmpty() ? Long.MAX_VALUE : waiting.firstKey();
      SpilledLines run = runs.peek();
      long onDisk = run == null ? Long.MAX_VALUE : run.index();
      if (Math.min(inMemory, onDisk) >= limit) {
        break;
      }
      if (run != null && onDisk < inMemory) {
        writeFirstOf(run, out);
      } else {
        out.write(waiting.pollFirstEntry().getValue());
      }
    }
    if (waiting.size() >= maxWaiting) {
      spill();
    }
  }

  private void writeFirstOf(SpilledLines run, OutputStream target) throws IOException {
    runs.remove(run);
    target.write(run.line());
    if (run.next()) {
      runs.add(run);
    } else {
      run.close();
    }
  }

  private void spill() throws IOException {
    List<SpilledLines> older = List.of();
    if (runs.size() >= MAX_RUNS) {
      older = new ArrayList<>(runs);
      runs.clear();
    }
    try (SpilledLines.Writer writer = SpilledLines.writer()) {
      for (Map.Entry<Long, byte[]> entry : waiting.entrySet()) {
        writer.add(entry.getKey(), entry.getValue());
      }
      runs.add(writer.finish());
    }
    waiting.clear();
    if (!older.isEmpty()) {
      runs.add(SpilledLines.merge(older));
    }
  }

  @Override
  public void close() throws IOException {
    for (SpilledLines run : runs) {
      run.close();
    }
    runs.clear();
  }
}
