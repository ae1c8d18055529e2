package io.github.brazeaudience.cli.output;

import io.github.brazeaudience.cli.input.FileName;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Output file that is opened before a run starts. Its content is kept until {@link #begin}, because
 * a run that does not start must not change it.
 */
public final class OutputFile implements AutoCloseable {
  private final String option;
  private final Path path;
  private final boolean created;
  private final FileOutputStream stream;

  private OutputFile(String option, Path path, boolean created, FileOutputStream stream) {
    this.option = option;
    this.path = path;
    this.created = created;
    this.stream = stream;
  }

  /**
   * Opens a file for an option.
   *
   * @return null if the option was not given
   * @throws IllegalArgumentException saying why it cannot be written
   */
  public static @Nullable OutputFile open(String option, @Nullable String name) {
    if (name == null) {
      return null;
    }
    Path path = path(option, name);
    try {
      if (name.isEmpty() || Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            "%s: \"%s\" is a directory; name a file".formatted(option, name));
      }
      boolean created = Files.notExists(path);
      // Appends until it is begun, which leaves the old content alone. Not a channel, which an
      // interrupt of the thread would close.
      FileOutputStream stream = new FileOutputStream(path.toFile(), true);
      return new OutputFile(option, path, created, stream);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" cannot be written; name a file in an existing directory that you may write to"
              .formatted(option, name),
          e);
    }
  }

  private static Path path(String option, String name) {
    try {
      return FileName.toPath(name);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(option + ": " + e.getMessage(), e);
    }
  }

  /** The option that names this file. */
  public String option() {
    return option;
  }

  /** The path of the file. */
  public Path path() {
    return path;
  }

  /** Truncates the file and opens a stream to it. */
  public OutputStream begin() throws IOException {
    if (Files.isRegularFile(path)) {
      stream.getChannel().truncate(0);
    }
    return stream;
  }

  /** Closes an unused file, and deletes it if this object created it. */
  public void discard() throws IOException {
    stream.close();
    if (created) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
