package io.github.brazeaudience.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks at the place of a store before MVStore does, which would make less of what it finds. */
final class StorePathValidator {
  /** Two copies of a header stand at the beginning of a file, each in a block of its own. */
  static final int BLOCK_BYTES = 4096;

  static final int HEADER_BYTES = 2 * BLOCK_BYTES;

  /** The file format of MVStore since H2 2.2. */
  private static final int MVSTORE_FORMAT = 3;

  private static final Pattern FORMAT = Pattern.compile(",format:([0-9a-f]+),");
  private static final byte[] HEADER = "H:2,".getBytes(StandardCharsets.US_ASCII);

  private StorePathValidator() {}

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
  static void validateHeader(LockedFile file) {
    try {
      long size = file.size();
      if (size > 0 && !hasHeader(file)) {
        throw notAStore(file.path());
      }
      if (size < HEADER_BYTES && namesACommit(file)) {
        throw StoreFailures.damaged(file.path(), new IOException("it ends in its header"));
      }
      if (size < HEADER_BYTES && file.isReadOnly()) {
        throw refused(file.path(), "has nothing in it yet; open it for writing first");
      }
      if (size > 0 && size < HEADER_BYTES) {
        file.truncate(0);
      }
      checkFormat(file);
    } catch (IOException e) {
      throw StoreFailures.notRead(file.path(), e);
    }
  }

  /** MVStore would refuse it too, without saying which version is the older one. */
  private static void checkFormat(LockedFile file) throws IOException {
    Matcher format = FORMAT.matcher(start(file, BLOCK_BYTES));
    if (!format.find()) {
      return;
    }
    String number = format.group(1);
    if (Integer.parseInt(number, 16) < MVSTORE_FORMAT) {
      throw refused(
          file.path(),
          ("was written with H2 2.1 or older (file format %s), which this library no longer reads;"
                  + " delete it, after which Braze is known to hold nothing, or open it with the"
                  + " library and the H2 that wrote it")
              .formatted(number));
    }
    if (Integer.parseInt(number, 16) > MVSTORE_FORMAT) {
      throw refused(
          file.path(),
          ("was written with a later H2 (file format %s) than the one on the class path, %s; declare"
                  + " the later one")
              .formatted(number, MvStoreCheck.found()));
    }
  }

  static IllegalArgumentException notAStore(Path file) {
    return refused(
        file, "is a file of another kind, or damaged at its beginning; name another one");
  }

  static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException("the membership store %s %s".formatted(file, why));
  }

  private static boolean hasHeader(LockedFile file) throws IOException {
    return startsWithHeader(file, 0) || startsWithHeader(file, BLOCK_BYTES);
  }

  /** A header does from when there was something behind it, which is gone if it is cut off. */
  private static boolean namesACommit(LockedFile file) throws IOException {
    return start(file, HEADER_BYTES).contains("," + StoreOpener.COMMITTED + ":");
  }

  private static String start(LockedFile file, int most) throws IOException {
    int length = (int) Math.min(file.size(), most);
    return new String(file.read(0, length).array(), StandardCharsets.ISO_8859_1);
  }

  private static boolean startsWithHeader(LockedFile file, long position) throws IOException {
    return file.size() >= position + HEADER.length
        && file.read(position, HEADER.length).equals(ByteBuffer.wrap(HEADER));
  }
}
