package io.github.brazeaudience.cli.input;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One input: a file as it was named, standard input, or something that the program brings. */
public final class Input {
  /** The name of standard input. */
  public static final String STANDARD_INPUT = "-";

  private final String name;
  private final @Nullable Path path;
  private final @Nullable InputStream stream;

  private Input(String name, @Nullable Path path, @Nullable InputStream stream) {
    this.name = name;
    this.path = path;
    this.stream = stream;
  }

  /** Standard input; it can be read once. */
  public static Input standard(InputStream stream) {
    return new Input(STANDARD_INPUT, null, stream);
  }

  /** What the program brings with it. */
  public static Input bundled(String name, InputStream stream) {
    return new Input(name, null, stream);
  }

  /**
   * A readable file.
   *
   * @throws IllegalArgumentException if the file does not exist or cannot be read
   */
  public static Input file(String name) {
    if (name.isEmpty()) {
      throw new IllegalArgumentException("\"\" is not the name of a file; leave it out");
    }
    Path path = FileName.toPath(name);
    if (Files.isDirectory(path)) {
      throw new IllegalArgumentException(
          "\"%s\" is a directory; name the files in it".formatted(name));
    }
    if (!Files.exists(path)) {
      throw new IllegalArgumentException(
          "the file \"%s\" does not exist; name another file, or - for standard input"
              .formatted(name));
    }
    if (!isReadable(path)) {
      throw new IllegalArgumentException(
          "\"%s\" cannot be read; change its permissions".formatted(name));
    }
    return new Input(name, path, null);
  }

  /** Only regular files are opened to see, because a pipe can be opened once. */
  private static boolean isReadable(Path path) {
    if (!Files.isRegularFile(path)) {
      return Files.isReadable(path);
    }
    try (InputStream in = new FileInputStream(path.toFile())) {
      return in.available() >= 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The name as it was given. */
  public String name() {
    return name;
  }

  /** Identity of the input: the absolute name of a file. */
  public String identity() {
    return path == null ? name : path.toAbsolutePath().normalize().toString();
  }

  /** The path, or null if the input is not a file. */
  public @Nullable Path path() {
    return path;
  }

  /** The size of a regular file that is not compressed, in bytes; -1 for any other input. */
  public long size() {
    try {
      return path != null && Files.isRegularFile(path) && !isCompressed(path)
          ? Files.size(path)
          : -1;
    } catch (IOException e) {
      return -1;
    }
  }

  private static boolean isCompressed(Path path) throws IOException {
    try (InputStream in = new FileInputStream(path.toFile())) {
      return DecompressedInputStream.isGzip(in.read(), in.read());
    }
  }

  /**
   * Opens the input, and decompresses gzip. A regular file is always read to its end. Any other
   * input may block forever, so an interruption ends it.
   */
  InputStream open(Interruption interruption) throws IOException {
    return new DecompressedInputStream(openAsItIs(interruption));
  }

  private InputStream openAsItIs(Interruption interruption) throws IOException {
    InputStream given = stream;
    if (given != null) {
      return new InterruptibleInputStream(() -> given, interruption);
    }
    File file = Objects.requireNonNull(path, "an input without a stream is a file").toFile();
    return file.isFile()
        ? new FileInputStream(file)
        : new InterruptibleInputStream(() -> new FileInputStream(file), interruption);
  }
}
