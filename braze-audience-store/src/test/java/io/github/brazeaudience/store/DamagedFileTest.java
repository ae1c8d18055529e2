package io.github.brazeaudience.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.RecordChange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reading a damaged file never returns a record that differs from the stored one. */
final class DamagedFileTest {
  private static final boolean FULL = Boolean.getBoolean("tests.full");
  private static final long MANY_BATCHES = 120;
  private static final int CUTS = FULL ? 120 : 40;
  private static final int DAMAGED_TREES = FULL ? 3 : 1;
  private static final String UNKNOWN_USER = "a user who was never stored";

  @TempDir Path directory;
  private Path file;
  private SplittableRandom random;

  @BeforeEach
  void nameFile() {
    file = directory.resolve("users.store");
    long seed = Seeds.of("DamagedFileTest");
    random = new SplittableRandom(seed);
  }

  /** A few batches are in the journal only; many batches are in the tree too. */
  static Stream<Arguments> files() {
    Stream<Arguments> files =
        Stream.of(arguments(12, true), arguments(12, false), arguments(MANY_BATCHES, false));
    return FULL ? Stream.concat(files, Stream.of(arguments(MANY_BATCHES, true))) : files;
  }

  /** In the quick build, fewer of the file that takes ten times as long. */
  private static int flips(long batches) {
    int quick = batches == MANY_BATCHES ? 20 : 50;
    return Integer.getInteger("store.flips", FULL ? 300 : quick);
  }

  @ParameterizedTest
  @MethodSource("files")
  void read_anyBitFlipped_returnsStoredOrDamagedRecord(long batches, boolean closed)
      throws IOException {
    byte[] whole = stored(batches, closed);
    Map<String, MembershipRecord> expected = History.after(batches);
    int flips = flips(batches);
    int damaged = 0;
    int refused = 0;
    for (int flip = 0; flip < flips; flip++) {
      byte[] changed = whole.clone();
      int bit = random.nextInt(8);
      int position = random.nextInt(whole.length);
      changed[position] ^= (byte) (1 << bit);
      Files.write(file, changed);
      try (FileMembershipStore store = Stores.open(file)) {
        damaged +=
            assertNoWrongRecord(
                store, expected, String.format(Locale.ROOT, "bit %d of byte %d", bit, position));
      } catch (UncheckedIOException | IllegalArgumentException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
    }
    System.out.printf("%d flips: %d damaged, %d refused%n", flips, damaged, refused);
    assertThat(refused).as("refused files").isLessThan(flips / 2);
  }

  private byte[] stored(long batches, boolean closed) throws IOException {
    try (FileMembershipStore store = Stores.open(file)) {
      for (long batch = 1; batch <= batches; batch++) {
        History.write(store, batch);
      }
      if (!closed) {
        return Files.readAllBytes(file);
      }
    }
    return Files.readAllBytes(file);
  }

  /** Returns 1 if a record is damaged, else 0. */
  private static int assertNoWrongRecord(
      FileMembershipStore store, Map<String, MembershipRecord> expected, String as) {
    List<String> users = new ArrayList<>(expected.keySet());
    users.add(UNKNOWN_USER);
    Map<String, MembershipRecord> found = new HashMap<>(store.read(History.NAMESPACE, users));
    found.remove(UNKNOWN_USER);
    assertThat(found.keySet()).as(as).isEqualTo(expected.keySet());
    Map<String, MembershipRecord> paged = new HashMap<>(History.all(store));
    found.values().removeIf(record -> record.damage().isPresent());
    assertThat(found).as(as).isEqualTo(only(found.keySet(), expected));
    assertThat(only(found.keySet(), paged)).as(as).isEqualTo(found);
    return found.size() < expected.size() ? 1 : 0;
  }

  private static Map<String, MembershipRecord> only(
      Set<String> users, Map<String, MembershipRecord> records) {
    Map<String, MembershipRecord> some = new HashMap<>(records);
    some.keySet().retainAll(users);
    return some;
  }

  /** Truncates the file of a killed process, as an interrupted copy does. */
  @ParameterizedTest
  @ValueSource(longs = {12, 120})
  void open_truncatedFileOfKilledProcess_isRefusedUnlessNoRecordIsMissing(long batches)
      throws IOException {
    byte[] whole = stored(batches, false);
    Map<String, MembershipRecord> expected = History.after(batches);
    int refused = 0;
    for (int cut = 0; cut < CUTS; cut++) {
      int length = random.nextInt(whole.length);
      Files.write(file, Arrays.copyOf(whole, length));
      try (FileMembershipStore store = Stores.open(file)) {
        // An empty file would be opened as a new store.
        assertThat(length).isPositive();
        assertThat(History.all(store)).as("%d bytes", length).isEqualTo(expected);
      } catch (UncheckedIOException | IllegalArgumentException e) {
        assertThat(e).hasMessageContaining(file.toString());
        refused++;
      }
      assertThat(Files.size(file)).as("a refused file stays").isGreaterThanOrEqualTo(length);
    }
    assertThat(refused).isGreaterThan(CUTS / 2);
  }

  @Test
  void open_bytesOfKilledProcessAfterLastCommit_areIgnored() throws IOException {
    byte[] whole = stored(20, false);
    byte[] torn = Arrays.copyOf(whole, whole.length + 10_000);
    Arrays.fill(torn, whole.length, torn.length, (byte) 'x');
    Files.write(file, torn);

    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(20));
      History.write(store, 21);
    }
    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(History.all(store)).isEqualTo(History.after(21));
    }
  }

  /** The record is in the journal first, and in the tree after the file is opened again. */
  @Test
  void read_oneRecordDamaged_isDamagedForThatUserUntilForgotten() throws IOException {
    Map<String, RecordChange> all = new HashMap<>();
    for (int i = 0; i < 500; i++) {
      long audience = i + 1L;
      all.put(String.format(Locale.ROOT, "user-%04d", i), present -> Records.in(audience));
    }
    try (FileMembershipStore store = Stores.open(file)) {
      store.update("n", all);
    }
    damageRecord("user-0100");
    for (int opening = 0; opening < 3; opening++) {
      try (FileMembershipStore store = Stores.open(file)) {
        Map<String, MembershipRecord> found = store.read("n", all.keySet());
        assertThat(found).hasSize(500);
        assertThat(found.get("user-0100").damage())
            .hasValueSatisfying(damage -> assertThat(damage).contains(file.toString()));
        found.remove("user-0100");
        assertThat(found.values()).allSatisfy(it -> assertThat(it.damage()).isEmpty());
        assertThatThrownBy(() -> store.update("n", Map.of("user-0100", present -> present)))
            .isInstanceOf(IllegalArgumentException.class)
            .hasMessageContaining("damaged");
        store.update("n", Map.of("user-0200", present -> Records.in(9_000)));
      }
    }
    try (FileMembershipStore store = Stores.open(file)) {
      store.update("n", Map.of("user-0100", RecordChange.removal()));
      assertThat(store.read("n", List.of("user-0100"))).isEmpty();
      store.update("n", Map.of("user-0100", present -> Records.in(7)));
    }
    try (FileMembershipStore store = Stores.open(file)) {
      assertThat(store.read("n", List.of("user-0100", "user-0200")))
          .isEqualTo(Map.of("user-0100", Records.in(7), "user-0200", Records.in(9_000)));
    }
  }

  /** Flips a bit of each copy of a user's record in the file. */
  private void damageRecord(String user) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    byte[] name = user.getBytes(StandardCharsets.UTF_8);
    int found = 0;
    for (int i = 0; i + name.length + 12 < bytes.length; i++) {
      if (Arrays.equals(bytes, i, i + name.length, name, 0, name.length)) {
        bytes[i + name.length + 10] ^= 4;
        found++;
      }
    }
    assertThat(found).isPositive();
    Files.write(file, bytes);
  }

  @Test
  void update_usersInDamagedPageOfTree_areStoredInOverlay() throws IOException {
    byte[] whole = stored(200, true);
    Map<String, MembershipRecord> expected = History.after(200);
    int broken = 0;
    for (int round = 0; round < 400 && broken < DAMAGED_TREES; round++) {
      byte[] changed = whole.clone();
      changed[random.nextInt(3 * 4096, whole.length)] ^= 16;
      Files.write(file, changed);
      try (FileMembershipStore store = Stores.open(file)) {
        Map<String, MembershipRecord> found = store.read(History.NAMESPACE, expected.keySet());
        found.values().removeIf(record -> record.damage().isEmpty());
        if (found.size() < 2) {
          continue;
        }
        broken++;
        assertUsersCanBeForgottenAndWritten(store, expected, List.copyOf(found.keySet()));
      } catch (UncheckedIOException e) {
        assertThat(e).hasMessageContaining("is damaged");
      }
    }
    assertThat(broken).as("files with a damaged page of the tree").isPositive();
  }

  private void assertUsersCanBeForgottenAndWritten(
      FileMembershipStore store, Map<String, MembershipRecord> before, List<String> damaged) {
    Map<String, MembershipRecord> expected = new HashMap<>(before);
    Map<String, RecordChange> removals = new HashMap<>();
    damaged.forEach(user -> removals.put(user, RecordChange.removal()));
    store.update(History.NAMESPACE, removals);
    damaged.forEach(expected::remove);
    String rewritten = damaged.get(0);
    store.update(History.NAMESPACE, Map.of(rewritten, present -> Records.in(77)));
    expected.put(rewritten, Records.in(77));
    // Enough updates to compact all of these out of the journal.
    for (int i = 0; i < 2_200; i++) {
      long audience = 1L + i;
      store.update("other", Map.of("u", present -> Records.in(audience)));
    }
    store.close();
    try (FileMembershipStore again = Stores.open(file)) {
      assertThat(again.read(History.NAMESPACE, before.keySet())).isEqualTo(expected);
      assertThat(again.read("other", List.of("u"))).containsKey("u");
    }
  }
}
