package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.h2.mvstore.MVStoreException;
import org.h2.mvstore.WriteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests lookups, merges and splits of blocks, and damaged lengths. */
final class BlockTest {
  private static final String CHARS = "01ab\u0000\u007f\u0080\u00ff\u07ff\u0800\ud800\udc00\uffff";

  private static List<Map.Entry<String, byte[]>> entries(Block block) {
    List<Map.Entry<String, byte[]>> entries = new ArrayList<>();
    for (Block.Reader reader = block.reader(); reader.next(); ) {
      entries.add(Map.entry(reader.user(), reader.record()));
    }
    return entries;
  }

  private static Block block(Map<String, byte[]> records) {
    return Block.EMPTY.merge(List.copyOf(new TreeMap<>(records).entrySet()), true).block();
  }

  private static String user(SplittableRandom random) {
    StringBuilder user = new StringBuilder();
    for (int i = random.nextInt(5); i >= 0; i--) {
      user.append(CHARS.charAt(random.nextInt(CHARS.length())));
    }
    return user.toString();
  }

  private static void apply(Map<String, byte[]> records, String user, byte[] record) {
    if (record.length == 0) {
      records.remove(user);
    } else {
      records.put(user, record);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 500})
  void merge_randomChanges_givesTheRecordsOfASortedMapInBlocksOfLimitedSize(int maxRecord) {
    SplittableRandom random = new SplittableRandom(Seeds.of("BlockTest"));
    TreeMap<String, byte[]> expected = new TreeMap<>();
    TreeMap<String, Block> blocks = new TreeMap<>(Map.of("", Block.EMPTY));
    for (int round = 0; round < 300; round++) {
      String first = blocks.floorKey(user(random));
      String end = blocks.higherKey(first);
      TreeMap<String, byte[]> changes = new TreeMap<>();
      for (int i = random.nextInt(60); i > 0; i--) {
        String user = user(random);
        if (user.compareTo(first) >= 0 && (end == null || user.compareTo(end) < 0)) {
          changes.put(user, new byte[Math.max(0, random.nextInt(-1, maxRecord))]);
        }
      }
      changes.forEach((user, record) -> apply(expected, user, record));

      Block.Merged merged = blocks.get(first).merge(List.copyOf(changes.entrySet()), false);

      blocks.put(first, merged.block());
      merged.others().forEach(part -> blocks.put(part.first(), part.block()));
      TreeMap<String, byte[]> found = new TreeMap<>();
      blocks.forEach(
          (key, block) -> {
            assertThat(block.length()).isLessThanOrEqualTo(Block.MAX_BYTES);
            entries(block)
                .forEach(
                    entry -> {
                      assertThat(blocks.floorKey(entry.getKey())).isEqualTo(key);
                      found.put(entry.getKey(), entry.getValue());
                    });
          });
      assertThat(found.keySet()).as("round %d", round).isEqualTo(expected.keySet());
      found.forEach((user, record) -> assertThat(record).isEqualTo(expected.get(user)));
    }
    assertThat(blocks.size()).isGreaterThan(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void merge_tombstone_isKeptOnlyIfAsked(boolean keep) {
    Block block = block(Map.of("a", new byte[] {1}, "b", new byte[] {2}));

    Block merged =
        block
            .merge(
                List.of(Map.entry("a", MemTable.TOMBSTONE), Map.entry("c", MemTable.TOMBSTONE)),
                keep)
            .block();

    assertThat(entries(merged))
        .extracting(Map.Entry::getKey)
        .isEqualTo(keep ? List.of("a", "b", "c") : List.of("b"));
  }

  @Test
  void read_writtenBlocks_areEqual() {
    Map<String, byte[]> records = new HashMap<>();
    for (int i = 0; i < 20; i++) {
      records.put("user-" + i, new byte[i * 20]);
    }
    WriteBuffer out = new WriteBuffer();
    block(records).write(out);
    block(Map.of("u", new byte[] {7})).write(out);
    ByteBuffer in = out.getBuffer().flip();

    assertThat(entries(Block.read(in))).hasSize(20);
    assertThat(entries(Block.read(in.asReadOnlyBuffer())).get(0).getValue())
        .isEqualTo(new byte[] {7});
  }

  /** A page has a checksum of 16 bits, so a damaged block may be read once in many times. */
  @Test
  void read_anyBitFlipped_isReadOrDamage() {
    WriteBuffer out = new WriteBuffer();
    block(Map.of("a", new byte[] {1}, "bcd", new byte[300])).write(out);
    ByteBuffer written = out.getBuffer().flip();
    byte[] intact = new byte[written.remaining()];
    written.get(intact);
    int damaged = 0;
    for (int bit = 0; bit < intact.length * Byte.SIZE; bit++) {
      byte[] flipped = intact.clone();
      flipped[bit / Byte.SIZE] ^= (byte) (1 << bit % Byte.SIZE);
      try {
        assertThat(entries(Block.read(ByteBuffer.wrap(flipped)))).isNotNull();
      } catch (MVStoreException e) {
        assertThat(StoreFailures.isDamage(e)).as("bit %d: %s", bit, e).isTrue();
        damaged++;
      }
    }
    assertThat(damaged).isPositive();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "05",
        "ffffffff07",
        "ffffffff0f",
        "0205",
        "03ff7f61",
        "03ffffffff0761",
        "048080808080"
      })
  void read_lengthBeyondTheBlock_isDamage(String hex) {
    byte[] bytes = HexFormat.of().parseHex(hex);

    assertThatThrownBy(() -> Block.read(ByteBuffer.wrap(bytes)))
        .isInstanceOf(MVStoreException.class)
        .hasMessageContaining("a length in the file is damaged");
  }
}
