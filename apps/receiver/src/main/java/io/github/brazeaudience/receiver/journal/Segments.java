package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a journal, by their numbers. Safe for use by several threads. */
final class Segments {
  private final Path directory;
  private final Disk disk;
  private final NavigableMap<Long, Segment> all = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();

  /** Opens what is there. */
  Segments(Path directory, Disk disk) throws IOException {
    this.directory = directory;
    this.disk = disk;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        OptionalLong number = Segment.number(file);
        if (number.isPresent()) {
          all.put(number.getAsLong(), new Segment(directory, number.getAsLong()));
          bytes.addAndGet(Files.size(file));
        }
      }
    }
  }

  NavigableMap<Long, Segment> all() {
    return all;
  }

  /** The first segment after that number, null if there is none. */
  @Nullable Segment after(long number) {
    var next = all.higherEntry(number);
    return next == null ? null : next.getValue();
  }

  /** The bytes of all files, and of what is about to be written to them. */
  AtomicLong bytes() {
    return bytes;
  }

  /** Makes the file of the next segment and opens it for writing. */
  FileChannel create(Segment segment) throws IOException {
    FileChannel channel =
        FileChannel.open(segment.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      disk.write(channel, ByteBuffer.wrap(Segment.MAGIC));
      disk.force(channel);
      disk.forceDirectory(directory);
    } catch (IOException e) {
      try (channel) {
        Files.deleteIfExists(segment.file());
      } catch (IOException alsoFailed) {
        e.addSuppressed(alsoFailed);
      }
      throw e;
    }
    bytes.addAndGet(Segment.MAGIC.length);
    all.put(segment.number(), segment);
    return channel;
  }

  /** The segment that follows all others. */
  Segment next() {
    return new Segment(directory, all.isEmpty() ? 1 : all.lastKey() + 1);
  }

  /** Removes those that nothing is unfinished in, the oldest first, before any is being read. */
  void removeFinished() throws IOException {
    for (Segment oldest : all.values()) {
      if (oldest.unfinished() > 0) {
        return;
      }
      remove(oldest);
    }
  }

  /** Deletes a file that is needed no more; a damaged one is kept under another name. */
  void remove(Segment segment) throws IOException {
    long size = Files.size(segment.file());
    if (segment.damaged()) {
      Files.move(
          segment.file(),
          directory.resolve(segment.file().getFileName() + ".damaged"),
          StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.delete(segment.file());
    }
    all.remove(segment.number());
    bytes.addAndGet(-size);
  }
}
