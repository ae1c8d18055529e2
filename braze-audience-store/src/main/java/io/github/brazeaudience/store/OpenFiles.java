package io.github.brazeaudience.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Registry of the store files that this process has open. On most systems a process loses its lock
 * on a file as soon as it closes any channel to it, even one that was only opened to find the file
 * locked. A second store in the process is therefore refused before it opens the file, under
 * whatever name: paths are resolved, and a hard link or a name in another case has the same file
 * key.
 */
final class OpenFiles {
  private static final Set<Object> OPEN = new HashSet<>();

  private OpenFiles() {}

  /**
   * Exclusive claim of one store to a file.
   *
   * @param file the open file
   * @param keys the keys of the file in the registry
   */
  record Claim(LockedFile file, Set<Object> keys) {
    /** Closes the file and allows other stores to open it. */
    void release() {
      synchronized (OPEN) {
        try {
          file.close();
        } finally {
          OPEN.removeAll(keys);
        }
      }
    }
  }

  /** Opens a file for a store, unless another store of this process has it. */
  static Claim claim(Path path, Supplier<LockedFile> open) {
    synchronized (OPEN) {
      Set<Object> keys = keys(path);
      if (keys.stream().anyMatch(OPEN::contains)) {
        throw new IllegalStateException(
            "the membership store %s is open already in this process; share that one, or close it first"
                .formatted(path));
      }
      LockedFile file = open.get();
      // A file that was just created has a key now.
      keys.addAll(keys(path));
      OPEN.addAll(keys);
      return new Claim(file, keys);
    }
  }

  private static Set<Object> keys(Path path) {
    Set<Object> keys = new HashSet<>();
    try {
      Path absolute = path.toAbsolutePath();
      Path parent = absolute.getParent();
      if (!Files.exists(absolute) && parent != null) {
        keys.add(parent.toRealPath().resolve(path.getFileName()));
        return keys;
      }
      keys.add(absolute.toRealPath());
      @Nullable Object inode = Files.readAttributes(absolute, BasicFileAttributes.class).fileKey();
      if (inode != null) {
        keys.add(inode);
      }
      return keys;
    } catch (IOException e) {
      throw StoreFailures.notOpened(path, e);
    }
  }
}
