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

/** Validation of a store's path and file header, with clearer messages than MVStore's. */
final class StorePathValidator {
  /** A file starts with two blocks, each with a copy of the header. */
  private static final int BLOCK_BYTES = CommitMark.BLOCK_BYTES;

  private static final int HEADER_BYTES = CommitMark.HEADER_BYTES;

  /** The file format of MVStore since H2 2.2. */
  private static final int MVSTORE_FORMAT = 3;

  private static final Pattern FORMAT = Pattern.compile(",format:([0-9a-f]+),");
  private static final byte[] HEADER = "H:2,".getBytes(StandardCharsets.US_ASCII);

  private StorePathValidator() {}

  /** Checks that a path is or can become a store, without changing anything. */
  static void check(Path file, boolean readOnly) {
    if (!file.getFileSystem().equals(FileSystems.getDefault())) {
      throw refused(file, "is not in the default file system");
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
      throw refused(file, "does not exist; read-only needs an existing file");
    }
  }

  /**
   * Checks that a file is a store. A file that ends within its header is the result of a crash
   * while it was being created; it is truncated and becomes a new store.
   */
  static void checkHeader(LockedFile file) {
    try {
      long size = file.size();
      if (size > 0 && !hasHeader(file)) {
        throw notAStore(file.path());
      }
      if (size < HEADER_BYTES && hadCommits(file)) {
        throw StoreFailures.damaged(file.path(), new IOException("it ends within its header"));
      }
      if (size < HEADER_BYTES && file.isReadOnly()) {
        throw refused(file.path(), "is empty; open it for writing first");
      }
      if (size > 0 && size < HEADER_BYTES) {
        file.truncate(0);
      }
      checkFormat(file);
    } catch (IOException e) {
      throw StoreFailures.notRead(file.path(), e);
    }
  }

  /** Checks the file format. MVStore checks it too, but its message does not name the versions. */
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
                  + " delete it, which makes all users unknown, or use the versions of this library"
                  + " and of H2 that wrote it")
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
        file, "is not a membership store, or its beginning is damaged; choose another file");
  }

  static IllegalArgumentException refused(Path file, String why) {
    return new IllegalArgumentException("the membership store %s %s".formatted(file, why));
  }

  private static boolean hasHeader(LockedFile file) throws IOException {
    return startsWithHeader(file, 0) || startsWithHeader(file, BLOCK_BYTES);
  }

  /** Returns true if the header refers to commits, which are missing if the file ends there. */
  private static boolean hadCommits(LockedFile file) throws IOException {
    return start(file, HEADER_BYTES).contains("," + StoreOpener.COMMITTED + ":");
  }

  private static String start(LockedFile file, int limit) throws IOException {
    int length = (int) Math.min(file.size(), limit);
    return new String(file.read(0, length).array(), StandardCharsets.ISO_8859_1);
  }

  private static boolean startsWithHeader(LockedFile file, long position) throws IOException {
    return file.size() >= position + HEADER.length
        && file.read(position, HEADER.length).equals(ByteBuffer.wrap(HEADER));
  }
}
