package io.github.brazeaudience.receiver.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random histories with power losses, compared with a map of the unfinished messages. All bytes
 * that were forced to disk survive; the end of other bytes may be lost.
 */
@Timeout(120)
class JournalModelTest {
  private static final JournalLimits SMALL = new JournalLimits(1 << 20, 300);
  private static final int UPDATES = 3;

  @TempDir Path directory;

  /**
   * Records the number of bytes of the newest file that were forced to disk before it was closed.
   */
  private static final class ForcedDisk implements Disk {
    private FileChannel newest;
    private long forced;
    private long forcedBeforeClose;

    @Override
    public void write(FileChannel channel, ByteBuffer... records) throws IOException {
      if (channel != newest) {
        newest = channel;
        forced = 0;
        forcedBeforeClose = 0;
      }
      REAL.write(channel, records);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
      REAL.force(channel);
      if (channel == newest) {
        // A file that is full is closed at once; others when the journal is, without a crash.
        boolean full = channel.size() >= SMALL.segmentBytes();
        forcedBeforeClose = full ? channel.size() : forced;
        forced = channel.size();
      }
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
      REAL.forceDirectory(path);
    }
  }

  private static final class Silent implements JournalListener {
    @Override
    public void found(byte[] message) {}

    @Override
    public void notice(String text) {}

    @Override
    public void failed(Throwable failure) {
      throw new AssertionError(failure);
    }
  }

  /** Something that became final, for the message with this text. */
  private record Step(String message, int update) {
    static final int ALL = -1;

    void apply(Map<String, BitSet> unfinished) {
      if (update == ALL) {
        unfinished.remove(message);
      } else {
        unfinished.get(message).set(update);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void next_afterRandomHistoriesAndCrashes_returnsTheUnfinishedMessages(long seed)
      throws IOException {
    Random random = new Random(seed);
    Map<String, BitSet> unfinished = new TreeMap<>();
    int number = 0;
    for (int life = 0; life < 25; life++) {
      ForcedDisk disk = new ForcedDisk();
      List<Step> unsure = new ArrayList<>();
      Map<String, BitSet> sure = copy(unfinished);
      Map<String, Long> handedOut = new TreeMap<>();
      List<String> order = new ArrayList<>();
      try (Journal journal = Journal.open(directory, SMALL, new Silent(), disk)) {
        for (int step = random.nextInt(120); step > 0; step--) {
          switch (random.nextInt(4)) {
            case 0 -> {
              String message =
                  String.format(Locale.ROOT, "%07d", number++) + "x".repeat(random.nextInt(60));
              journal.append(message.getBytes(UTF_8)).toCompletableFuture().join();
              unfinished.put(message, new BitSet());
              sure = copy(unfinished);
              unsure.clear();
            }
            case 1 -> takeNext(journal, unfinished, handedOut, order);
            default -> {
              if (!handedOut.isEmpty()) {
                Step done = someStep(random, unfinished, handedOut);
                tell(journal, handedOut, done);
                done.apply(unfinished);
                unsure.add(done);
              }
            }
          }
        }
      }
      assertThat(order).as("seed %d, life %d", seed, life).isSorted().doesNotHaveDuplicates();
      losePower(disk, random);
      Map<String, BitSet> read = read();
      List<Map<String, BitSet>> possible = prefixes(sure, unsure);
      assertThat(possible).as("seed %d, life %d", seed, life).contains(read);
      unfinished = read;
    }
  }

  private static void takeNext(
      Journal journal,
      Map<String, BitSet> unfinished,
      Map<String, Long> handedOut,
      List<String> order)
      throws IOException {
    JournalEntry entry = journal.next();
    if (entry != null) {
      String message = new String(entry.message(), UTF_8);
      assertThat(entry.finalUpdates()).isEqualTo(unfinished.get(message));
      handedOut.put(message, entry.sequence());
      order.add(message);
    }
  }

  /** Older messages are more likely to stay unfinished, so some get stuck. */
  private static Step someStep(
      Random random, Map<String, BitSet> unfinished, Map<String, Long> handedOut) {
    List<String> messages = List.copyOf(handedOut.keySet());
    int newest = messages.size() - 1;
    String message = messages.get(newest - random.nextInt(Math.min(3, messages.size())));
    return unfinished.get(message).cardinality() < UPDATES - 1 && random.nextBoolean()
        ? new Step(message, random.nextInt(UPDATES))
        : new Step(message, Step.ALL);
  }

  private static void tell(Journal journal, Map<String, Long> handedOut, Step done) {
    long sequence = handedOut.get(done.message());
    if (done.update() == Step.ALL) {
      handedOut.remove(done.message());
      journal.messageFinal(sequence);
    } else {
      journal.updateFinal(sequence, done.update());
    }
  }

  private void losePower(ForcedDisk disk, Random random) throws IOException {
    if (disk.newest == null || random.nextBoolean()) {
      return;
    }
    try (Stream<Path> files = Files.list(directory)) {
      Path newest =
          files.filter(file -> Segment.number(file).isPresent()).sorted().reduce((a, b) -> b).get();
      long size = Files.size(newest);
      try (RandomAccessFile file = new RandomAccessFile(newest.toFile(), "rw")) {
        file.setLength(size - random.nextInt((int) (size - disk.forcedBeforeClose) + 1));
      }
    }
  }

  private Map<String, BitSet> read() throws IOException {
    Map<String, BitSet> read = new TreeMap<>();
    List<String> order = new ArrayList<>();
    try (Journal journal = Journal.open(directory, SMALL, new Silent())) {
      for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
        order.add(new String(entry.message(), UTF_8));
        read.put(new String(entry.message(), UTF_8), entry.finalUpdates());
      }
      assertThat(journal.unfinishedAtStart()).isEqualTo(order.size());
    }
    assertThat(order).isSorted().doesNotHaveDuplicates();
    return read;
  }

  private static List<Map<String, BitSet>> prefixes(Map<String, BitSet> sure, List<Step> unsure) {
    List<Map<String, BitSet>> prefixes = new ArrayList<>(List.of(sure));
    for (Step step : unsure) {
      Map<String, BitSet> next = copy(prefixes.get(prefixes.size() - 1));
      step.apply(next);
      prefixes.add(next);
    }
    return prefixes;
  }

  private static Map<String, BitSet> copy(Map<String, BitSet> unfinished) {
    Map<String, BitSet> copy = new TreeMap<>();
    unfinished.forEach((message, bits) -> copy.put(message, (BitSet) bits.clone()));
    return copy;
  }
}
