package io.github.brazeaudience.cli.checkpoint;

import io.github.brazeaudience.cli.input.FileName;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;

/**
 * File of a checkpoint. It is replaced atomically: a reader finds the old or the new checkpoint,
 * even if the process was killed.
 */
public final class CheckpointFile {
  private static final int LARGEST_BYTES = 64 << 20;

  private final Path path;
  private final Path next;
  private final boolean existed;

  private CheckpointFile(Path path) {
    this.path = path;
    this.existed = Files.exists(path);
    this.next = path.resolveSibling(path.getFileName() + ".tmp");
  }

  /**
   * Names a file, which need not be there.
   *
   * @throws IllegalArgumentException saying why it cannot be one
   */
  public static CheckpointFile of(String name) {
    Path path = path(name);
    try {
      if (name.isEmpty() || Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            "--checkpoint: \"%s\" is a directory; name a file".formatted(name));
      }
      if (Files.exists(path) && !Files.isRegularFile(path)) {
        throw new IllegalArgumentException(
            "--checkpoint: \"%s\" is not a regular file; name another file".formatted(name));
      }
      return new CheckpointFile(Files.exists(path) ? path.toRealPath() : path.toAbsolutePath());
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--checkpoint: \"%s\" cannot be read; name another file".formatted(name), e);
    }
  }

  private static Path path(String name) {
    try {
      return FileName.toPath(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("--checkpoint: " + e.getMessage(), e);
    }
  }

  /** Where it is. */
  public Path path() {
    return path;
  }

  /** The temporary file that replaces the checkpoint. */
  public Path next() {
    return next;
  }

  /**
   * Reads the checkpoint of an earlier run; empty if the file is missing or empty.
   *
   * @throws IllegalArgumentException if the file has other content
   */
  public Optional<Checkpoint> load() {
    try {
      if (Files.notExists(path) || Files.size(path) == 0) {
        return Optional.empty();
      }
      if (Files.size(path) > LARGEST_BYTES) {
        throw new IOException(String.format(Locale.ROOT, "%d bytes", Files.size(path)));
      }
      return Optional.of(CheckpointJson.decode(Files.readAllBytes(path)));
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "--checkpoint: \"%s\" is not a checkpoint of this version; name another file, or delete it to forward everything from the beginning"
              .formatted(path),
          e);
    }
  }

  /** Replaces the file after all bytes of the new one are on the disk. */
  public void save(Checkpoint checkpoint) throws IOException {
    // Not a channel, which an interrupt of the thread would close.
    try (FileOutputStream out = new FileOutputStream(next.toFile())) {
      out.write(CheckpointJson.encode(checkpoint));
      out.getFD().sync();
    }
    Files.move(next, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Deletes the file if it did not exist before. */
  public void discard() throws IOException {
    if (!existed) {
      Files.deleteIfExists(path);
    }
  }
}
