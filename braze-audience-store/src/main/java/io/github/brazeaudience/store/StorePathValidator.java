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

/** Validates the path and the header of a store file, with clearer errors than MVStore's. */
final class StorePathValidator {
  /** The size of a block. The first two blocks of a file contain a copy of its header each. */
  static final int BLOCK_BYTES = 4096;

  static final int HEADER_BYTES = 2 * BLOCK_BYTES;

  /** The file format of MVStore since H2 2.2. */
  private static final int MVSTORE_FORMAT = 3;

  private static final Pattern FORMAT = Pattern.compile(",format:([0-9a-f]+),");
  private static final byte[] HEADER = "H:2,".getBytes(StandardCharsets.US_ASCII);

  private StorePathValidator() {}

  /**
   * Validates that a path is that of a store, or that a store can be created there. Does not change
   * the file.
   */
  static void validatePath(Path file, boolean readOnly) {
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
        throw refused(file, "is not a regular file");
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
   * Validates that a file is a store. If the file ends within its header and names no commit, its
   * process died while creating it; it is truncated and becomes a new store.
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
      validateFormat(file);
    } catch (IOException e) {
      throw StoreFailures.notRead(file.path(), e);
    }
  }

  /** Refuses other file formats. MVStore's error does not name the older version. */
  private static void validateFormat(LockedFile file) throws IOException {
    Matcher format = FORMAT.matcher(start(file, BLOCK_BYTES));
    if (!format.find()) {
      return;
    }
    String number = format.group(1);
    if (Integer.parseInt(number, 16) < MVSTORE_FORMAT) {
      throw refused(
          file.path(),
          ("was written with H2 2.1 or older (file format %s), which this library no longer reads;"
                  + " delete it to start without records, or open it with the library and the H2 that"
                  + " wrote it")
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

  /** Returns true if the header names a commit, which the file must then contain. */
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
