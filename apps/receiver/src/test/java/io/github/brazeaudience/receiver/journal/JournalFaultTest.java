package io.github.brazeaudience.receiver.journal;

import static io.github.brazeaudience.receiver.journal.JournalFiles.append;
import static io.github.brazeaudience.receiver.journal.JournalFiles.entries;
import static io.github.brazeaudience.receiver.journal.JournalFiles.tryAppend;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The journal continues after errors of the disk and of the JVM. */
@Timeout(60)
class JournalFaultTest {
  @TempDir Path directory;
  private JournalFiles files;

  @BeforeEach
  void makeFiles() {
    files = new JournalFiles(directory);
  }

  /** Where a fault is thrown. */
  private enum Seam {
    WRITE,
    FORCE,
    FORCE_DIRECTORY
  }

  /** A disk that throws at one of its methods. */
  private static final class FaultyDisk implements Disk {
    private final Seam seam;
    private volatile Supplier<Throwable> fault = () -> null;

    FaultyDisk(Seam seam) {
      this.seam = seam;
    }

    private void reach(Seam reached) throws IOException {
      Throwable thrown = reached == seam ? fault.get() : null;
      if (thrown instanceof Error error) {
        throw error;
      } else if (thrown instanceof RuntimeException runtime) {
        throw runtime;
      } else if (thrown != null) {
        throw (IOException) thrown;
      }
    }

    @Override
    public void write(FileChannel channel, ByteBuffer... records) throws IOException {
      if (seam == Seam.WRITE && fault.get() != null) {
        REAL.write(channel, records[0]);
      }
      reach(Seam.WRITE);
      REAL.write(channel, records);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
      reach(Seam.FORCE);
      REAL.force(channel);
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
      reach(Seam.FORCE_DIRECTORY);
      REAL.forceDirectory(path);
    }
  }

  @ParameterizedTest
  @EnumSource
  void append_ioException_isRefusedAndTheNextMessageIsStored(Seam seam) throws IOException {
    assertGoesOnAfter(seam, () -> new IOException("no space left"));
  }

  @ParameterizedTest
  @EnumSource
  void append_outOfMemory_isRefusedAndTheNextMessageIsStored(Seam seam) throws IOException {
    assertGoesOnAfter(seam, () -> new OutOfMemoryError("for a test"));
  }

  @ParameterizedTest
  @EnumSource
  void append_runtimeException_isRefusedAndTheNextMessageIsStored(Seam seam) throws IOException {
    assertGoesOnAfter(seam, () -> new IllegalStateException("for a test"));
  }

  private void assertGoesOnAfter(Seam seam, Supplier<Throwable> fault) throws IOException {
    FaultyDisk disk = new FaultyDisk(seam);
    JournalLimits eachItsOwnFile = new JournalLimits(1 << 20, 1);
    try (Journal journal = files.open(eachItsOwnFile, disk)) {
      append(journal, "a", "b");
      List<JournalEntry> entries = entries(journal);
      disk.fault = fault;
      journal.messageFinal(entries.get(0).sequence());
      for (int i = 0; i < 3; i++) {
        assertThat(tryAppend(journal, "refused"))
            .isInstanceOf(fault.get().getClass())
            .hasMessage(fault.get().getMessage());
      }
      disk.fault = () -> null;
      append(journal, "c");
      assertThat(entries(journal).stream().map(JournalFiles::text)).containsExactly("c");
    }

    assertThat(files.messages()).containsExactly("b", "c");
    assertThat(files.notices()).isEmpty();
  }

  @Test
  void append_diskFailsForLong_isReportedAtStartAndEnd() throws IOException {
    FaultyDisk disk = new FaultyDisk(Seam.WRITE);
    try (Journal journal = files.open(JournalFiles.ONE_SEGMENT, disk)) {
      append(journal, "a");
      disk.fault = () -> new IOException("no space left");
      for (int i = 0; i < 10; i++) {
        assertThat(tryAppend(journal, "refused")).isNotNull();
      }
      assertThat(files.notices())
          .singleElement()
          .asString()
          .contains("cannot be written", "no space left");
      disk.fault = () -> null;
      append(journal, "b", "c");
      assertThat(files.notices()).hasSize(2).last().asString().contains("written again");
    }
  }

  @Test
  void append_fileNameTaken_usesTheNextFile() throws IOException {
    try (Journal journal = files.open()) {
      Files.createFile(directory.resolve("segment-000000000001.journal"));
      assertThat(tryAppend(journal, "refused")).isNotNull();
      append(journal, "a");
    }
    assertThat(files.messages()).containsExactly("a");
  }

  /** Has room for so many bytes of files, in whole pages, as a small file system. */
  private final class SmallDisk implements Disk {
    private static final int PAGE = 64;
    private final long pages;

    SmallDisk(long pages) {
      this.pages = pages;
    }

    private static long pagesOf(long bytes) {
      return (bytes + PAGE - 1) / PAGE;
    }

    private long used() throws IOException {
      long used = 0;
      try (Stream<Path> all = Files.list(directory)) {
        for (Path file : all.toList()) {
          used += pagesOf(Files.size(file));
        }
      }
      return used;
    }

    @Override
    public void write(FileChannel channel, ByteBuffer... records) throws IOException {
      long size = channel.size();
      long after = channel.position();
      for (ByteBuffer record : records) {
        after += record.remaining();
      }
      if (used() - pagesOf(size) + pagesOf(Math.max(size, after)) > pages) {
        throw new IOException("No space left on device");
      }
      REAL.write(channel, records);
    }

    @Override
    public void force(FileChannel channel) throws IOException {
      REAL.force(channel);
    }

    @Override
    public void forceDirectory(Path path) throws IOException {
      REAL.forceDirectory(path);
    }
  }

  /** The journal itself has filled the disk: even final updates cannot be written. */
  @ParameterizedTest
  @ValueSource(ints = {1, 47, 200})
  void append_diskFilledByTheJournal_succeedsOnceMessagesAreFinal(int bytes) throws IOException {
    JournalLimits limits = new JournalLimits(1 << 20, 400);
    try (Journal journal = files.open(limits, new SmallDisk(20))) {
      for (int round = 0; round < 20; round++) {
        String message = Objects.toString(round).repeat(bytes);
        while (tryAppend(journal, message) == null) {
          assertThat(journal.bytes()).isLessThan(20 * SmallDisk.PAGE);
        }
        List<JournalEntry> entries = entries(journal);
        assertThat(entries).as("round %d", round).isNotEmpty();
        entries.forEach(entry -> journal.messageFinal(entry.sequence()));
        var unused = tryAppend(journal, "makes room");
        assertThat(tryAppend(journal, "kept")).as("round %d", round).isNull();
        entries(journal).forEach(entry -> journal.messageFinal(entry.sequence()));
      }
    }
    assertThat(files.messages()).isSubsetOf("makes room", "kept");
  }
}
