package io.github.brazeaudience.store;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStoreException;
import org.jspecify.annotations.Nullable;

/** Exceptions of a store. Each message states what happened, the file, why, and what to do. */
final class StoreFailures {
  private static final int MAX_CAUSES = 20;

  private StoreFailures() {}

  /** Translates an exception of MVStore. */
  static RuntimeException of(Path file, MVStoreException e) {
    if (e.getCause() instanceof OutOfMemoryError) {
      return failed(file, "could not be used", e, "give the process a larger heap (-Xmx)");
    }
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

  /** Returns true if a part of the file is damaged and all other parts can be read. */
  static boolean isDamage(MVStoreException e) {
    return e.getErrorCode() == DataUtils.ERROR_FILE_CORRUPT
        || e.getErrorCode() == DataUtils.ERROR_CHUNK_NOT_FOUND
        || e.getCause() instanceof EOFException;
  }

  /** Returns true if the cause is the disk; MVStore reports some of its errors as internal. */
  private static boolean isIo(Throwable thrown) {
    return ioCause(thrown) != null;
  }

  static UncheckedIOException notWritten(Path file, Exception e) {
    return failed(
        file,
        "could not be written",
        e,
        "make room, or check the disk and the permissions of the file; the next update tries again");
  }

  static UncheckedIOException notRead(Path file, Exception e) {
    return failed(file, "could not be read", e, "check the disk; the next update tries again");
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

  /** Returns the message, or the class if the message is only the name of the file. */
  private static String reason(Path file, IOException cause) {
    String message = cause.getMessage();
    return message == null || message.equals(file.toString())
        ? cause.getClass().getSimpleName()
        : message;
  }

  /** Returns the innermost I/O exception. The search is bounded because causes may be cyclic. */
  private static @Nullable IOException ioCause(Throwable thrown) {
    IOException found = null;
    Throwable cause = thrown;
    for (int i = 0; cause != null && i < MAX_CAUSES; i++) {
      if (cause instanceof IOException io) {
        found = io;
      }
      cause = cause.getCause();
    }
    return found;
  }

  static IllegalStateException inUse(Path file, @Nullable Exception e) {
    return new IllegalStateException(
        ("the membership store %s is in use by another process; end that one, or give each process"
                + " a file of its own")
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
        ("the membership store %s is damaged (%s); put a copy of it in its place, or delete it"
                + " to start without records")
            .formatted(file, firstLine(cause)),
        cause);
  }

  private static String firstLine(IOException cause) {
    Throwable innermost = cause.getCause() == null ? cause : cause.getCause();
    return String.valueOf(innermost.getMessage()).lines().findFirst().orElse("no details");
  }
}
