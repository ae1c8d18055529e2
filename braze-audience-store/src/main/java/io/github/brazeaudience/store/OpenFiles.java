package io.github.brazeaudience.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The files that this process has open. On most systems a process loses its lock on a file as soon
 * as it closes any channel to it, also one that was only opened to find the file locked. So that a
 * second store in the process cannot undo the lock of the first, it is refused before it touches
 * the file.
 */
final class OpenFiles {
  private static final Set<Path> OPEN = ConcurrentHashMap.newKeySet();

  private OpenFiles() {}

  /** Claims a file for a store; gives the name under which it is to be {@linkplain #release}d. */
  static Path claim(Path file) {
    Path real = real(file);
    if (!OPEN.add(real)) {
      throw new IllegalStateException(
          "the membership store %s is open already in this process; share that one, or close it first"
              .formatted(file));
    }
    return real;
  }

  static void release(Path claimed) {
    OPEN.remove(claimed);
  }

  private static Path real(Path file) {
    Path absolute = file.toAbsolutePath();
    try {
      Path parent = absolute.getParent();
      return Files.exists(absolute) || parent == null
          ? absolute.toRealPath()
          : parent.toRealPath().resolve(file.getFileName());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot find the membership store " + file, e);
    }
  }
}
