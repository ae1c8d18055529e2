package io.github.brazeaudience.receiver.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a journal, by their numbers. Thread-safe. */
final class Segments {
  private final Path directory;
  private final Disk disk;
  private final NavigableMap<Long, Segment> all = new ConcurrentSkipListMap<>();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicLong unreadable = new AtomicLong();
  private final AtomicLong lastNumber = new AtomicLong();

  /** Lists the existing files without changing them. */
  Segments(Path directory, Disk disk) throws IOException {
    this.directory = directory;
    this.disk = disk;
    try (Stream<Path> files = Files.list(directory)) {
      for (Path file : files.toList()) {
        OptionalLong number = Segment.number(file);
        if (number.isPresent()) {
          add(new Segment(number.getAsLong(), file));
        }
      }
    }
    lastNumber.set(all.isEmpty() ? 0 : all.lastKey());
  }

  private void add(Segment segment) throws IOException {
    Segment other = all.put(segment.number(), segment);
    if (other != null) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s and %s both have the number %d, so they belong to two journals; nothing was"
                  + " changed. Move one journal into a separate directory and start a receiver on each",
              other.file(),
              segment.file(),
              segment.number()));
    }
    bytes.addAndGet(Files.size(segment.file()));
  }

  NavigableMap<Long, Segment> all() {
    return all;
  }

  /** The first segment at or after a number, or null. */
  @Nullable Segment from(long number) {
    var next = all.ceilingEntry(number);
    return next == null ? null : next.getValue();
  }

  /** The size of all files, including bytes about to be written. */
  AtomicLong bytes() {
    return bytes;
  }

  /** The bytes that could not be read since the journal was opened. */
  AtomicLong unreadable() {
    return unreadable;
  }

  /** Makes the file of the next segment and opens it for writing. */
  FileChannel create(Segment segment) throws IOException {
    FileChannel channel =
        FileChannel.open(segment.file(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      disk.write(channel, ByteBuffer.wrap(Segment.MAGIC));
      disk.force(channel);
      disk.forceDirectory(directory);
    } catch (Throwable e) {
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

  /** The segment that follows all others; never one that could not be made before. */
  Segment next() {
    return Segment.in(directory, lastNumber.incrementAndGet());
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

  /** Deletes a file that is no longer needed; a damaged file is renamed instead. */
  void remove(Segment segment) throws IOException {
    long size = Files.size(segment.file());
    if (segment.damaged()) {
      Files.move(segment.file(), unused(segment, "damaged"));
    } else {
      Files.delete(segment.file());
    }
    all.remove(segment.number());
    bytes.addAndGet(-size);
  }

  /** A file name beside a segment that is not in use. */
  Path unused(Segment segment, String extension) {
    String name = segment.file().getFileName() + "." + extension;
    Path file = directory.resolve(name);
    for (int next = 2; Files.exists(file); next++) {
      file = directory.resolve(name + "-" + next);
    }
    return file;
  }

  /** Takes a segment out that has nothing in it, because writing to it failed at once. */
  void forget(Segment segment) throws IOException {
    all.remove(segment.number());
    bytes.addAndGet(-Segment.MAGIC.length);
    Files.deleteIfExists(segment.file());
  }
}
