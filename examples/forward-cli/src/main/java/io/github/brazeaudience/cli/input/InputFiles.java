package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The updates of all inputs, one file after the other. A file that cannot be read to its end is
 * noted, and the next one begun: what was read of it stays good.
 */
public final class InputFiles implements Iterator<AudienceUpdate>, AutoCloseable {
  private final Iterator<Input> inputs;
  private final InputFormat format;
  private final Arrivals arrivals;
  private final Interruption interruption;
  private final List<String> failures = new ArrayList<>();
  private @Nullable Open open;
  private @Nullable AudienceUpdate update;
  private long bytesRead;

  private record Open(Input input, InputStream stream, UpdateReader reader) {}

  /** Nothing is opened before the first update is asked for. */
  public InputFiles(
      List<Input> inputs, InputFormat format, Arrivals arrivals, Interruption interruption) {
    this.inputs = List.copyOf(inputs).iterator();
    this.format = format;
    this.arrivals = arrivals;
    this.interruption = interruption;
  }

  @Override
  public boolean hasNext() {
    while (update == null) {
      if (open == null) {
        if (!inputs.hasNext()) {
          return false;
        }
        open(inputs.next());
      } else {
        read(open);
      }
    }
    return true;
  }

  @Override
  public AudienceUpdate next() {
    if (!hasNext() || update == null || open == null) {
      throw new NoSuchElementException("there is no further update");
    }
    AudienceUpdate next = update;
    update = null;
    arrivals.arrived(open.input.name(), open.reader.line());
    return next;
  }

  /** What went wrong with files, in words; empty if all were read to their ends. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** How much was read of all files so far. */
  public long bytesRead() {
    return bytesRead;
  }

  @Override
  public void close() {
    if (open != null) {
      closeQuietly(open);
    }
  }

  private void open(Input input) {
    try {
      InputStream stream = new Counting(input.open(interruption));
      open = new Open(input, stream, format.reader(stream));
    } catch (IOException e) {
      failed(input, e);
    }
  }

  private void read(Open file) {
    try {
      update = file.reader.next();
      if (update == null) {
        end(file);
      }
    } catch (InterruptedIOException e) {
      end(file);
    } catch (IOException e) {
      failed(file.input, e);
      end(file);
    }
  }

  private void failed(Input input, IOException e) {
    failures.add(
        "\"%s\" could not be read any further (%s); what follows in it was not forwarded"
            .formatted(input.name(), e.getMessage()));
  }

  private void end(Open file) {
    closeQuietly(file);
    open = null;
  }

  private void closeQuietly(Open file) {
    try {
      file.stream.close();
    } catch (IOException e) {
      failures.add("\"%s\" could not be closed (%s)".formatted(file.input.name(), e.getMessage()));
    }
  }

  private final class Counting extends FilterInputStream {
    Counting(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      bytesRead += read < 0 ? 0 : 1;
      return read;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read = super.read(target, offset, length);
      bytesRead += Math.max(read, 0);
      return read;
    }
  }
}
