package io.github.brazeaudience.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * A file to be written, opened before anything else happens. Its old content stays until {@link
 * #begin}, so that a run that does not start destroys nothing.
 */
public final class OutputFile implements AutoCloseable {
  private final String option;
  private final Path path;
  private final boolean created;
  private final FileChannel channel;

  private OutputFile(String option, Path path, boolean created, FileChannel channel) {
    this.option = option;
    this.path = path;
    this.created = created;
    this.channel = channel;
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
    try {
      Path path = Path.of(name);
      if (name.isEmpty() || Files.isDirectory(path)) {
        throw new IllegalArgumentException(
            "%s: \"%s\" is a directory; name a file".formatted(option, name));
      }
      boolean created = Files.notExists(path);
      FileChannel channel =
          FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      return new OutputFile(option, path, created, channel);
    } catch (IOException | InvalidPathException e) {
      throw new IllegalArgumentException(
          "%s: \"%s\" cannot be written; name a file in a directory that exists and that you may write to"
              .formatted(option, name),
          e);
    }
  }

  /** The option that names this file. */
  public String option() {
    return option;
  }

  /** Whether the other path leads to this very file. */
  public boolean isSameFile(Path other) {
    try {
      return Files.isRegularFile(path) && Files.exists(other) && Files.isSameFile(path, other);
    } catch (IOException e) {
      return path.toAbsolutePath().normalize().equals(other.toAbsolutePath().normalize());
    }
  }

  /** Whether both are one file. */
  public boolean isSameFile(OutputFile other) {
    return isSameFile(other.path);
  }

  /** Empties the file and gives the stream to write it with. */
  public OutputStream begin() throws IOException {
    if (Files.isRegularFile(path)) {
      channel.truncate(0);
    }
    return Channels.newOutputStream(channel);
  }

  /** Closes the file without having begun it, and takes it away if it was not there before. */
  public void discard() throws IOException {
    channel.close();
    if (created) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
