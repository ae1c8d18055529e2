package io.github.brazeaudience.receiver.journal;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests of appending, reading, removing and damaged files. */
@Timeout(60)
class JournalTest {
  private static final JournalLimits LARGE = new JournalLimits(1 << 20, 1 << 16);
  private static final int MAGIC_BYTES = Segment.MAGIC.length;

  @TempDir Path directory;
  private final List<String> found = new ArrayList<>();
  private final List<String> notices = Collections.synchronizedList(new ArrayList<>());

  private Journal open() throws IOException {
    return open(LARGE);
  }

  private Journal open(JournalLimits limits) throws IOException {
    return open(limits, Disk.REAL);
  }

  private Journal open(JournalLimits limits, Disk disk) throws IOException {
    found.clear();
    return Journal.open(directory, limits, new Listener(), disk);
  }

  private final class Listener implements JournalListener {
    @Override
    public void found(byte[] message) {
      found.add(new String(message, UTF_8));
    }

    @Override
    public void notice(String text) {
      notices.add(text);
    }

    @Override
    public void failed(Throwable failure) {
      notices.add("failed: " + failure);
    }
  }

  private static void append(Journal journal, String... messages) {
    for (String message : messages) {
      journal.append(message.getBytes(UTF_8)).toCompletableFuture().join();
    }
  }

  private static List<JournalEntry> entries(Journal journal) throws IOException {
    List<JournalEntry> entries = new ArrayList<>();
    for (JournalEntry entry = journal.next(); entry != null; entry = journal.next()) {
      entries.add(entry);
    }
    return entries;
  }

  private static List<String> messages(Journal journal) throws IOException {
    return entries(journal).stream().map(JournalTest::text).toList();
  }

  private static String text(JournalEntry entry) {
    return new String(entry.message(), UTF_8);
  }

  private List<String> messagesOfNext() throws IOException {
    try (Journal journal = open()) {
      return messages(journal);
    }
  }

  private List<Path> segments() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.filter(file -> Segment.number(file).isPresent()).sorted().toList();
    }
  }

  private Path newest() throws IOException {
    List<Path> all = segments();
    return all.get(all.size() - 1);
  }

  @Test
  void next_afterAppend_isEachMessageOnceInOrder() throws IOException {
    try (Journal journal = open()) {
      assertThat(journal.next()).isNull();
      append(journal, "a", "b");
      assertThat(messages(journal)).containsExactly("a", "b");
      append(journal, "", "c");
      assertThat(messages(journal)).containsExactly("", "c");
      assertThat(journal.next()).isNull();
    }
  }

  @Test
  void open_unfinishedMessages_areHandedOutAgainInOrder() throws IOException {
    try (Journal journal = open()) {
      append(journal, "a", "b", "c");
      journal.messageFinal(entries(journal).get(1).sequence());
    }

    try (Journal journal = open()) {
      assertThat(journal.unfinishedAtStart()).isEqualTo(2);
      assertThat(found).containsExactly("a", "b", "c");
      append(journal, "d");
      assertThat(messages(journal)).containsExactly("a", "c", "d");
    }
  }

  @Test
  void open_allFinal_leavesNoFile() throws IOException {
    try (Journal journal = open()) {
      append(journal, "a", "b");
      entries(journal).forEach(entry -> journal.messageFinal(entry.sequence()));
    }

    try (Journal journal = open()) {
      assertThat(journal.unfinishedAtStart()).isZero();
      assertThat(journal.next()).isNull();
      assertThat(segments()).isEmpty();
      assertThat(journal.bytes()).isZero();
      append(journal, "c");
      assertThat(messages(journal)).containsExactly("c");
    }
  }

  @Test
  void open_messageThatWasBegun_knowsItsFinalUpdates() throws IOException {
    try (Journal journal = open()) {
      append(journal, "a", "b");
      List<JournalEntry> entries = entries(journal);
      journal.updateFinal(entries.get(0).sequence(), 3);
      journal.updateFinal(entries.get(0).sequence(), 0);
    }

    try (Journal journal = open()) {
      List<JournalEntry> entries = entries(journal);
      assertThat(entries.get(0).finalUpdates()).isEqualTo(BitSet.valueOf(new long[] {0b1001}));
      assertThat(entries.get(1).finalUpdates()).isEqualTo(new BitSet());
    }
  }

  @Test
  void open_lastFileCutAnywhere_isReadUpToTheCut() throws IOException {
    try (Journal journal = open()) {
      append(journal, "first", "second", "third");
    }
    byte[] whole = Files.readAllBytes(newest());
    for (int length = 0; length <= whole.length; length++) {
      Files.write(newest(), Arrays.copyOf(whole, length));

      assertThat(messagesOfNext())
          .as("cut after %d bytes", length)
          .isEqualTo(List.of("first", "second", "third").subList(0, recordsIn(length)));
      restore(whole);
    }
  }

  private static int recordsIn(int length) {
    int first = MAGIC_BYTES + (int) JournalRecord.messageBytes("first".length());
    int second = first + (int) JournalRecord.messageBytes("second".length());
    int third = second + (int) JournalRecord.messageBytes("third".length());
    return length >= third ? 3 : length >= second ? 2 : length >= first ? 1 : 0;
  }

  private void restore(byte[] whole) throws IOException {
    for (Path file : segments()) {
      Files.delete(file);
    }
    Files.write(directory.resolve("segment-000000000001.journal"), whole);
  }

  @Test
  void open_truncatedFile_isRepairedAndFollowedByAnotherFile() throws IOException {
    try (Journal journal = open()) {
      append(journal, "a", "b");
    }
    cut(newest(), 1);

    try (Journal journal = open()) {
      assertThat(messages(journal)).containsExactly("a");
      assertThat(notices).singleElement().asString().contains("no whole record", "cut off");
      append(journal, "c");
    }

    notices.clear();
    assertThat(messagesOfNext()).containsExactly("a", "c");
    assertThat(notices).isEmpty();
  }

  private static void cut(Path file, int bytes) throws IOException {
    byte[] whole = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(whole, whole.length - bytes));
  }

  @Test
  void open_anyByteOfTheLastRecordDamaged_handsOutTheOthers() throws IOException {
    try (Journal journal = open()) {
      append(journal, "first", "second", "third");
    }
    byte[] whole = Files.readAllBytes(newest());
    for (int at = whole.length - (int) JournalRecord.messageBytes(5); at < whole.length; at++) {
      byte[] damaged = whole.clone();
      damaged[at] ^= 0x10;
      Files.write(newest(), damaged);

      assertThat(messagesOfNext())
          .as("byte %d", at)
          .startsWith("first", "second")
          .isSubsetOf("first", "second", "third");
      restore(whole);
    }
  }

  @Test
  void open_zerosAtTheEnd_areCutOff() throws IOException {
    try (Journal journal = open()) {
      append(journal, "a");
    }
    byte[] whole = Files.readAllBytes(newest());
    Files.write(newest(), Arrays.copyOf(whole, whole.length + 4096));

    assertThat(messagesOfNext()).containsExactly("a");
    assertThat(notices).singleElement().asString().contains("4096 bytes");
  }

  @Test
  void open_olderFileDamaged_isReportedAndKept() throws IOException {
    JournalLimits small = new JournalLimits(1 << 20, 60);
    try (Journal journal = open(small)) {
      append(journal, "a", "b", "c", "d");
      assertThat(segments()).hasSizeGreaterThan(1);
    }
    Path oldest = segments().get(0);
    cut(oldest, 1);

    try (Journal journal = open(small)) {
      List<JournalEntry> entries = entries(journal);
      assertThat(entries.stream().map(JournalTest::text)).containsExactly("a", "b", "d");
      assertThat(notices).singleElement().asString().contains("are lost", ".damaged");
      entries.forEach(entry -> journal.messageFinal(entry.sequence()));
    }
    open(small).close();

    assertThat(segments()).isEmpty();
    assertThat(Files.exists(Path.of(oldest + ".damaged"))).isTrue();
  }

  @Test
  void messageFinal_ofAllInAFile_removesIt() throws IOException {
    JournalLimits small = new JournalLimits(1 << 20, 200);
    try (Journal journal = open(small)) {
      for (int i = 0; i < 1_000; i++) {
        append(journal, "message-" + i);
        entries(journal).forEach(entry -> journal.messageFinal(entry.sequence()));
      }
      append(journal, "last");
      assertThat(segments()).hasSizeLessThanOrEqualTo(3);
      assertThat(journal.bytes()).isLessThan(3 * 300);
    }
  }

  @Test
  void next_messageUnfinishedForLong_keepsFewFilesAndComesFirstAgain() throws IOException {
    JournalLimits small = new JournalLimits(1 << 20, 200);
    try (Journal journal = open(small)) {
      append(journal, "stuck", "half");
      List<JournalEntry> stuck = entries(journal);
      journal.updateFinal(stuck.get(1).sequence(), 7);
      for (int i = 0; i < 500; i++) {
        append(journal, "message-" + i);
        entries(journal).forEach(entry -> journal.messageFinal(entry.sequence()));
      }
      assertThat(segments()).hasSizeLessThan(9);
      journal.updateFinal(stuck.get(1).sequence(), 8);
      append(journal, "new");
    }

    try (Journal journal = open(small)) {
      List<JournalEntry> entries = entries(journal);
      assertThat(entries.stream().map(JournalTest::text)).containsExactly("stuck", "half", "new");
      assertThat(entries.get(1).finalUpdates())
          .isEqualTo(BitSet.valueOf(new long[] {0b1_1000_0000}));
      entries.forEach(entry -> journal.messageFinal(entry.sequence()));
    }
    assertThat(messagesOfNext()).isEmpty();
  }

  @Test
  void append_beyondTheLimit_isRefusedUntilSomethingIsFinal() throws IOException {
    JournalLimits tiny = new JournalLimits(400, 100);
    try (Journal journal = open(tiny)) {
      int kept = 0;
      String message = "x".repeat(50);
      while (tryAppend(journal, message) == null) {
        kept++;
      }
      assertThat(kept).isBetween(2, 5);
      assertThat(tryAppend(journal, message)).isInstanceOf(JournalFullException.class);
      assertThat(tryAppend(journal, message)).hasMessageContaining("MiB");

      List<JournalEntry> entries = entries(journal);
      assertThat(entries).hasSize(kept);
      entries.forEach(entry -> journal.messageFinal(entry.sequence()));
      // Written after the final updates, so there is space by then, or soon after.
      while (tryAppend(journal, "") != null) {
        assertThat(journal.next()).isNull();
      }
      assertThat(messages(journal)).containsExactly("");
    }
  }

  private static Throwable tryAppend(Journal journal, String message) {
    try {
      append(journal, message);
      return null;
    } catch (CompletionException e) {
      return e.getCause();
    }
  }

  @Test
  void open_twice_isRefused() throws IOException {
    try (Journal first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(IOException.class)
          .hasMessageContaining("in use by another receiver");
      append(first, "a");
    }
    assertThat(messagesOfNext()).containsExactly("a");
  }

  @Test
  void append_afterClose_isRefused() throws IOException {
    Journal journal = open();
    journal.close();

    assertThat(tryAppend(journal, "a")).hasMessageContaining("closed");
  }

  /** Disk with injected failures. */
  private static final class BadDisk implements Disk {
    private volatile boolean failsToWrite;
    private volatile boolean failsToForce;

    @Override
    public void write(FileChannel channel, ByteBuffer... records) throws IOException {
      if (failsToWrite) {
        REAL.write(channel, records[0]);
        throw new IOException("no space left");
      }
      REAL.write(channel, records);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
      if (failsToForce) {
        throw new IOException("the disk is gone");
      }
      REAL.force(channel);
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
      REAL.forceDirectory(path);
    }
  }

  @Test
  void append_diskFails_isReportedAndTheNextMessageIsStored() throws IOException {
    BadDisk disk = new BadDisk();
    try (Journal journal = open(LARGE, disk)) {
      append(journal, "a", "b");
      List<JournalEntry> entries = entries(journal);
      disk.failsToWrite = true;
      assertThat(tryAppend(journal, "lost")).hasMessageContaining("no space left");
      journal.messageFinal(entries.get(0).sequence());
      assertThat(tryAppend(journal, "lost")).hasMessageContaining("no space left");
      disk.failsToWrite = false;
      append(journal, "c");
      assertThat(messages(journal)).containsExactly("c");
      disk.failsToForce = true;
      assertThat(tryAppend(journal, "lost")).hasMessageContaining("the disk is gone");
      disk.failsToForce = false;
      append(journal, "d");
      assertThat(messages(journal)).containsExactly("d");
      assertThat(notices)
          .isNotEmpty()
          .allMatch(
              notice -> notice.contains("cannot be written") || notice.contains("written again"));
    }

    assertThat(messagesOfNext()).containsExactly("b", "c", "d");
  }
}
