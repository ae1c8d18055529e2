package io.github.brazeaudience.cli.output;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Comparator;
import java.util.PriorityQueue;

/** Lines with ascending indexes in a temporary file, which is deleted on close. */
final class SpilledLines implements AutoCloseable {
  private static final long END = -1;

  private final Path file;
  private final DataInputStream in;
  private long index;
  private byte[] line = new byte[0];

  private SpilledLines(Path file) throws IOException {
    this.file = file;
    this.in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)));
  }

  static Writer writer() throws IOException {
    return new Writer(Files.createTempFile("braze-audience-outcomes", ".tmp"));
  }

  /** Merges several files, which are closed. */
  static SpilledLines merge(Collection<SpilledLines> runs) throws IOException {
    PriorityQueue<SpilledLines> sorted =
        new PriorityQueue<>(Comparator.comparingLong(SpilledLines::index));
    sorted.addAll(runs);
    try (Writer writer = writer()) {
      for (SpilledLines run = sorted.poll(); run != null; run = sorted.poll()) {
        writer.add(run.index, run.line);
        if (run.next()) {
          sorted.add(run);
        } else {
          run.close();
        }
      }
      return writer.finish();
    }
  }

  /** The index of the current line. */
  long index() {
    return index;
  }

  /** The current line. */
  byte[] line() {
    return line;
  }

  /** Moves to the next line; false if there is none. */
  boolean next() throws IOException {
    index = in.readLong();
    if (index == END) {
      return false;
    }
    line = in.readNBytes(in.readInt());
    return true;
  }

  @Override
  public void close() throws IOException {
    in.close();
    Files.deleteIfExists(file);
  }

  /** Writes a file of lines. */
  static final class Writer implements AutoCloseable {
    private final Path file;
    private final DataOutputStream out;
    private boolean finished;

    private Writer(Path file) throws IOException {
      this.file = file;
      this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file)));
    }

    void add(long index, byte[] line) throws IOException {
      out.writeLong(index);
      out.writeInt(line.length);
      out.write(line);
    }

    /** Finishes writing and moves to the first line, which must exist. */
    SpilledLines finish() throws IOException {
      out.writeLong(END);
      out.close();
      SpilledLines lines = new SpilledLines(file);
      finished = true;
      lines.next();
      return lines;
    }

    @Override
    public void close() throws IOException {
      out.close();
      if (!finished) {
        Files.deleteIfExists(file);
      }
    }
  }
}
