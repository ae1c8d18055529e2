package io.github.brazeaudience.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Factory of the store's exceptions. Each message has the file, the cause and what to do. */
final class StoreFailures {
  private static final int MOST_CAUSES = 20;

  private StoreFailures() {}

  /** Converts an exception of MVStore. */
  static RuntimeException of(Path file, MVStoreException e) {
    if (isDamage(e)) {
      return damaged(file, new IOException(e));
    }
    return switch (e.getErrorCode()) {
      case DataUtils.ERROR_CLOSED -> StoreThread.closed(e);
      case DataUtils.ERROR_WRITING_FAILED -> notWritten(file, e);
      case DataUtils.ERROR_READING_FAILED -> notRead(file, e);
      case DataUtils.ERROR_UNSUPPORTED_FORMAT -> unsupported(file, e);
      default -> isIo(e) ? notWritten(file, e) : damaged(file, new IOException(e));
    };
  }

  /** Returns true if a part of the file is damaged and the rest can be read. */
  static boolean isDamage(MVStoreException e) {
    return e.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT
        || e.getErrorCode() == DataUtils.ERROR_CHUNK_NOT_FOUND
        || e.getCause() instanceof EOFException;
  }

  /** In some places MVStore wraps an I/O exception in an internal error. */
  private static boolean isIo(Throwable thrown) {
    return ioCause(thrown) != null;
  }

  static UncheckedIOException notWritten(Path file, Exception e) {
    return failed(
        file,
        "could not be written",
        e,
        "free disk space, or check the disk and the permissions of the file; the next update retries");
  }

  static UncheckedIOException notRead(Path file, Exception e) {
    return failed(file, "could not be read", e, "check the disk; the next update retries");
  }

  static UncheckedIOException notOpened(Path file, Exception e) {
    return failed(file, "could not be opened", e, "check the disk and the permissions of the file");
  }

  private static UncheckedIOException failed(Path file, String what, Exception e, String whatToDo) {
    IOException cause = ioCause(e);
    String why = cause == null ? String.valueOf(e.getMessage()) : reason(file, cause);
    return new UncheckedIOException(
        "the membership store %s %s (%s); %s".formatted(file, what, why, whatToDo),
        e instanceof IOException io ? io : new IOException(e));
  }

  /** The message of a file system exception may be only the name of the file. */
  private static String reason(Path file, IOException cause) {
    String message = cause.getMessage();
    return message == null || message.equals(file.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }

  /** Returns the innermost I/O exception. The search stops at a cycle of causes. */
  private static @Nullable IOException ioCause(Throwable thrown) {
    IOException found = null;
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MOST_CAUSES; i++) {
      if (cause instanceof IOException io) {
        found = io;
      }
      cause = cause.getCause();
    }
    return found;
  }

  static IllegalStateException inUse(Path file, @Nullable Exception e) {
    return new IllegalStateException(
        ("the membership store %s is in use by another process; stop that process, or give each process"
                + " its own file")
            .formatted(file),
        e);
  }

  private static IllegalArgumentException unsupported(Path file, MVStoreException e) {
    return new IllegalArgumentException(
        ("the membership store %s was written by another version of H2's MVStore than the one on"
                + " the class path, %s (%s)")
            .formatted(file, MvStoreCheck.found(), e.getMessage()),
        e);
  }

  static UncheckedIOException damaged(Path file, IOException cause) {
    return new UncheckedIOException(
        ("the membership store %s is damaged (%s); restore a backup, or delete it, which"
                + " makes all users unknown")
            .formatted(file, firstLine(cause)),
        cause);
  }

  private static String firstLine(IOException cause) {
    Throwable told = cause.getCause() == null ? cause : cause.getCause();
    return String.valueOf(told.getMessage()).lines().findFirst().orElse("no details");
  }
}
