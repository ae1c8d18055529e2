package io.github.brazeaudience.receiver.journal;

import static io.github.brazeaudience.receiver.journal.JournalFiles.append;
import static io.github.brazeaudience.receiver.journal.JournalFiles.entries;
import static io.github.brazeaudience.receiver.journal.JournalFiles.text;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A damaged journal returns every readable message and keeps the other bytes. */
@Timeout(120)
class JournalDamageTest {
  private static final int MAGIC_BYTES = Segment.MAGIC.length;
  private static final List<String> MESSAGES = List.of("first", "second", "third", "fourth");
  private static final JournalLimits SMALL = new JournalLimits(1 << 20, 60);

  @TempDir Path directory;
  private JournalFiles files;

  @BeforeEach
  void makeFiles() {
    files = new JournalFiles(directory);
  }

  private Path newest() throws IOException {
    List<Path> all = files.segments();
    return all.get(all.size() - 1);
  }

  private byte[] fourMessages() throws IOException {
    try (Journal journal = files.open()) {
      append(journal, MESSAGES.toArray(String[]::new));
    }
    return Files.readAllBytes(newest());
  }

  private void write(byte[] segment) throws IOException {
    files.deleteAll();
    Files.write(directory.resolve("segment-000000000001.journal"), segment);
  }

  /** The messages whose records do not touch the bytes in [from, to). */
  private static List<String> outside(int from, int to) {
    List<String> outside = new ArrayList<>();
    int start = MAGIC_BYTES;
    for (String message : MESSAGES) {
      int end = start + (int) JournalRecord.messageBytes(message.length());
      if (end <= from || start >= to) {
        outside.add(message);
      }
      start = end;
    }
    return outside;
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void open_anyByteFlipped_handsOutEveryOtherMessageAndReports(int bit) throws IOException {
    byte[] whole = fourMessages();
    for (int at = MAGIC_BYTES; at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= (byte) (1 << bit);
      write(damaged);

      assertThat(files.messages())
          .as("byte %d", at)
          .containsAll(outside(at, at + 1))
          .isSubsetOf(MESSAGES);
      assertThat(files.notices()).as("byte %d", at).isNotEmpty();
      assertThat(files.contents().values())
          .as("byte %d", at)
          .anyMatch(containsRecordAround(damaged, at));
    }
  }

  /** The damaged record, whose bytes no file may lose. */
  private static Predicate<String> containsRecordAround(byte[] segment, int at) {
    int start = MAGIC_BYTES;
    for (String message : MESSAGES) {
      int length = (int) JournalRecord.messageBytes(message.length());
      if (at < start + length) {
        String record = new String(segment, start, length, ISO_8859_1);
        return content -> content.contains(record);
      }
      start += length;
    }
    throw new IllegalArgumentException("no record has the byte " + at);
  }

  /** Only the length is wrong, and the checksum identifies the end of the message. */
  @Test
  void open_anyByteOfALengthFlipped_losesNoMessage() throws IOException {
    byte[] whole = fourMessages();
    int start = MAGIC_BYTES;
    for (String message : MESSAGES) {
      for (int at = start; at < start + Integer.BYTES; at++) {
        byte[] damaged = whole.clone();
        damaged[at] ^= 0x04;
        write(damaged);

        assertThat(files.messages()).as("byte %d", at).isEqualTo(MESSAGES);
        assertThat(files.notices()).as("byte %d", at).isNotEmpty();
      }
      start += (int) JournalRecord.messageBytes(message.length());
    }
  }

  /** All records have one size, so a wrong length can lead to the start of another record. */
  @Test
  void open_wrongLengthThatLeadsToALaterRecord_losesNoMessage() throws IOException {
    List<String> equal = List.of("seven-1", "seven-2", "seven-3", "seven-4");
    try (Journal journal = files.open()) {
      append(journal, equal.toArray(String[]::new));
    }
    byte[] damaged = Files.readAllBytes(newest());
    int record = (int) JournalRecord.messageBytes("seven-1".length());
    damaged[MAGIC_BYTES + Integer.BYTES - 1] += (byte) record;
    write(damaged);

    assertThat(files.messages()).isEqualTo(equal);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4})
  void open_anyStretchOverwritten_handsOutTheMessagesOutsideIt(long seed) throws IOException {
    byte[] whole = fourMessages();
    Random random = new Random(seed);
    for (int round = 0; round < 200; round++) {
      int from = MAGIC_BYTES + random.nextInt(whole.length - MAGIC_BYTES);
      int to = from + 1 + random.nextInt(whole.length - from);
      byte[] stretch = new byte[to - from];
      switch (random.nextInt(3)) {
        case 0 -> Arrays.fill(stretch, (byte) 0);
        case 1 -> Arrays.fill(stretch, (byte) 0xff);
        default -> random.nextBytes(stretch);
      }
      byte[] damaged = whole.clone();
      System.arraycopy(stretch, 0, damaged, from, stretch.length);
      write(damaged);

      assertThat(files.messages())
          .as("seed %d, bytes %d to %d", seed, from, to)
          .containsAll(outside(from, to));
    }
  }

  @Test
  void next_afterDamage_isTheSameAtTheNextStartToo() throws IOException {
    byte[] damaged = fourMessages();
    damaged[MAGIC_BYTES + 20] ^= 1;
    write(damaged);

    assertThat(files.messages()).containsExactly("second", "third", "fourth");
    assertThat(files.messages()).containsExactly("second", "third", "fourth");
    assertThat(files.notices()).isNotEmpty();
  }

  @Test
  void unreadableBytes_afterDamage_areCounted() throws IOException {
    byte[] damaged = fourMessages();
    damaged[MAGIC_BYTES + 20] ^= 1;
    write(damaged);

    try (Journal journal = files.open()) {
      assertThat(journal.unreadableBytes()).isEqualTo(JournalRecord.messageBytes(5));
    }
  }

  @Test
  void unreadableBytes_ofAWholeJournal_areZero() throws IOException {
    write(fourMessages());

    try (Journal journal = files.open()) {
      assertThat(journal.unreadableBytes()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"BAJRNL02", "\0BAJRNL0", "XAJRNL01", "SQLite f"})
  void open_unknownMagic_refusesAndTouchesNothing(String magic) throws IOException {
    byte[] whole = fourMessages();
    System.arraycopy(magic.getBytes(UTF_8), 0, whole, 0, MAGIC_BYTES);
    write(whole);
    Map<String, String> before = files.contents();

    assertThatThrownBy(files::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("segment-000000000001.journal")
        .hasMessageContaining("BAJRNL01")
        .hasMessageContaining("nothing was changed");
    assertThat(files.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void open_unknownMagicInAnyFile_touchesNoOtherFile(int position) throws IOException {
    try (Journal journal = files.open(SMALL, Disk.REAL)) {
      append(journal, "a", "b", "c", "d", "e");
      entries(journal).stream()
          .filter(entry -> !text(entry).equals("e"))
          .forEach(entry -> journal.messageFinal(entry.sequence()));
    }
    for (int number = 2; number < 5; number++) {
      Path file =
          directory.resolve(String.format(Locale.ROOT, "segment-00000000001%d.journal", number));
      Files.write(file, "BAJRNL01 no record".getBytes(UTF_8));
    }
    Path foreign = files.segments().get(files.segments().size() - 1 - position);
    byte[] bytes = Files.readAllBytes(foreign);
    bytes[7] = '9';
    Files.write(foreign, bytes);
    Map<String, String> before = files.contents();

    assertThatThrownBy(files::open).hasMessageContaining(foreign.getFileName().toString());
    assertThat(files.contents()).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8})
  void open_fileWithoutRecordsAfterACrash_isNotDamage(int bytes) throws IOException {
    write(fourMessages());
    Files.write(
        directory.resolve("segment-000000000002.journal"), Arrays.copyOf(Segment.MAGIC, bytes));
    Files.write(directory.resolve("segment-000000000003.journal"), new byte[bytes]);

    assertThat(files.messages()).isEqualTo(MESSAGES);
    try (Journal journal = files.open()) {
      assertThat(journal.unreadableBytes()).isZero();
      append(journal, "fifth");
    }
    assertThat(files.messages()).endsWith("fourth", "fifth");
  }

  @Test
  void open_unreadableTail_isMovedToASeparateFile() throws IOException {
    byte[] whole = fourMessages();
    byte[] torn = Arrays.copyOf(whole, whole.length - 3);
    write(torn);

    assertThat(files.messages()).containsExactly("first", "second", "third");
    assertThat(files.notices()).singleElement().asString().contains("cut off", ".tail");
    assertThat(files.contents())
        .containsValue(files.contents().get("segment-000000000001.journal"))
        .anySatisfy(
            (name, content) -> {
              assertThat(name).contains(".tail");
              assertThat(content).endsWith("fou");
            });
    assertThat(files.messages()).containsExactly("first", "second", "third");
    assertThat(files.notices()).isEmpty();
  }

  @Test
  void remove_damagedFileWhoseOtherNameIsTaken_keepsBoth() throws IOException {
    byte[] damaged = fourMessages();
    damaged[MAGIC_BYTES + 20] ^= 1;
    write(damaged);
    Files.writeString(directory.resolve("segment-000000000001.journal.damaged"), "earlier");

    try (Journal journal = files.open()) {
      entries(journal).forEach(entry -> journal.messageFinal(entry.sequence()));
    }
    files.open().close();

    assertThat(files.segments()).isEmpty();
    assertThat(files.contents().values())
        .contains("earlier")
        .anyMatch(content -> content.contains("second"));
  }

  /**
   * The damaged bytes marked "a" as final. Forwarding it again without later messages would undo
   * them.
   */
  @Test
  void open_recordOfAFinalMessageDamaged_handsOutAllLaterOnesAgainInOrder() throws IOException {
    int finals;
    try (Journal journal = files.open()) {
      append(journal, "a", "b", "c");
      List<JournalEntry> entries = entries(journal);
      finals = (int) Files.size(newest());
      journal.messageFinal(entries.get(0).sequence());
      journal.updateFinal(entries.get(2).sequence(), 1);
      journal.messageFinal(entries.get(1).sequence());
      append(journal, "d");
    }
    byte[] damaged = Files.readAllBytes(newest());
    damaged[finals + 10] ^= 1;
    write(damaged);

    try (Journal journal = files.open()) {
      List<JournalEntry> entries = entries(journal);
      assertThat(entries.stream().map(JournalFiles::text)).containsExactly("a", "b", "c", "d");
      assertThat(entries).allMatch(entry -> entry.finalUpdates().isEmpty());
      assertThat(journal.unfinishedAtStart()).isEqualTo(4);
    }
  }

  /** A message may hold anything, even the bytes of a record. */
  @Test
  void open_damageInAMessageThatHoldsARecord_takesNothingFromInsideIt() throws IOException {
    byte[] inner = JournalRecord.messageFinal(2).array();
    byte[] message = new byte[inner.length + 20];
    Arrays.fill(message, (byte) 'm');
    System.arraycopy(inner, 0, message, 10, inner.length);
    try (Journal journal = files.open()) {
      journal.append(message).toCompletableFuture().join();
      append(journal, "b", "c");
    }
    byte[] damaged = Files.readAllBytes(newest());
    damaged[MAGIC_BYTES + (int) JournalRecord.messageBytes(2)] ^= 1;
    write(damaged);

    assertThat(files.messages()).containsExactly("b", "c");
  }

  @Test
  void open_filesOfTwoJournalsMixed_refusesAndTouchesNothing() throws IOException {
    write(fourMessages());
    Files.copy(
        directory.resolve("segment-000000000001.journal"),
        directory.resolve("segment-000000000002.journal"));
    Map<String, String> before = files.contents();

    assertThatThrownBy(files::open)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("segment-000000000002.journal")
        .hasMessageContaining("another journal");
    assertThat(files.contents()).isEqualTo(before);
  }
}
