package io.github.brazeaudience.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Looks at the place of a store before MVStore does, which would make less of what it finds. */
final class StorePlace {
  /** Two copies of a header stand at the beginning of a file, each in a block of its own. */
  private static final int BLOCK_BYTES = 4096;

  private static final int HEADER_BYTES = 2 * BLOCK_BYTES;
  private static final byte[] HEADER = "H:2,".getBytes(StandardCharsets.US_ASCII);

  private StorePlace() {}

  /** Refuses what cannot be a store and is no place for one, without touching it. */
  static void check(Path file, boolean readOnly) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      throw refused(file, "is in another file system than the default one");
    }
    Path parent = file.toAbsolutePath().getParent();
    if (Files.isDirectory(file) || parent == null) {
      throw refused(file, "is a directory; name a file in it");
    }
    if (!Files.isDirectory(parent)) {
      throw refused(file, "is in a directory that does not exist; create it first");
    }
    if (Files.exists(file)) {
      if (!Files.isRegularFile(file)) {
        throw refused(file, "is no regular file");
      }
      if (!readOnly && !Files.isWritable(file)) {
        throw new UncheckedIOException(
            "the membership store %s cannot be written; change its permissions, or open it read-only"
                .formatted(file),
            new AccessDeniedException(file.toString()));
      }
    } else if (readOnly) {
      throw refused(file, "is not there to be read; name one that is");
    }
  }

  /**
   * Refuses a file that is no store. One that ends in its header is left by a process that died
   * when it made it: nothing was ever in it, and it becomes a new store.
   */
  static void checkHeader(Path file, boolean readOnly) {
    try {
      boolean nothing = !Files.exists(file) || Files.size(file) == 0;
      if (!nothing && !hasHeader(file)) {
        throw notAStore(file);
      }
      if (!nothing && Files.size(file) < HEADER_BYTES && tellsOfCommits(file)) {
        throw StoreOpening.damaged(file, new IOException("it ends in its header"));
      }
      if (readOnly && (nothing || Files.size(file) < HEADER_BYTES)) {
        throw refused(file, "has nothing in it yet; open it for writing first");
      }
      if (!nothing && Files.size(file) < HEADER_BYTES) {
        empty(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read the membership store " + file, e);
    }
  }

  static IllegalArgumentException notAStore(Path file) {
    return refused(
        file, "is a file of another kind, or damaged at its beginning; name another one");
  }

  static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException("the membership store %s %s".formatted(file, why));
  }

  private static boolean hasHeader(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return startsWithHeader(channel, 0) || startsWithHeader(channel, BLOCK_BYTES);
    }
  }

  /** A header does from when there was something behind it, which is gone if it is cut off. */
  private static boolean tellsOfCommits(Path shortFile) throws IOException {
    return Files.readString(shortFile, StandardCharsets.ISO_8859_1)
        .contains("," + StoreOpening.COMMITTED + ":");
  }

  private static boolean startsWithHeader(FileChannel channel, long position) throws IOException {
    ByteBuffer found = ByteBuffer.allocate(HEADER.length);
    while (found.hasRemaining() && channel.read(found, position + found.position()) > 0) {}
    return found.flip().equals(ByteBuffer.wrap(HEADER));
  }

  /** Unless another process is making it right now. */
  private static void empty(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
        FileLock lock = channel.tryLock()) {
      if (lock != null && channel.size() < HEADER_BYTES) {
        channel.truncate(0);
      }
    }
  }
}
