package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.cli.input.BegunInput.Rest;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Finds the place at which an earlier run ended, and checks that the bytes before it are unchanged.
 * A regular file is then read from the place; other inputs are skipped up to it.
 */
public final class Resumption {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final String OTHERWISE =
      "; name another checkpoint to forward everything from the beginning";

  private final List<Input> inputs;
  private final InputFormat format;
  private final Interruption interruption;

  /** Resumes in the inputs of this run. */
  public Resumption(List<Input> inputs, InputFormat format, Interruption interruption) {
    this.inputs = List.copyOf(inputs);
    this.format = format;
    this.interruption = interruption;
  }

  /**
   * Finds a place. Returns early if the run is interrupted.
   *
   * @param before the inputs that were read completely
   * @throws IllegalArgumentException naming the input that has changed
   */
  public StartingPoint find(List<BegunInput> before, Place place) {
    checkNames(before, place);
    for (int i = 0; i < before.size(); i++) {
      checkEnded(inputs.get(i), before.get(i));
    }
    Input current = inputs.get(place.input());
    if (place.endsItsInput()) {
      checkEnded(current, place.read());
      List<BegunInput> ended = new ArrayList<>(before);
      ended.add(place.read());
      return new StartingPoint(true, ended, ended.size(), null, place);
    }
    try {
      return new StartingPoint(true, before, place.input(), openAt(current, place), place);
    } catch (IOException e) {
      throw unreadable(current, e);
    }
  }

  private void checkNames(List<BegunInput> before, Place place) {
    if (inputs.size() <= place.input()) {
      throw new IllegalArgumentException(
          String.format(
                  Locale.ROOT,
                  "the checkpoint is in input %d, but there are %d inputs; name the inputs of the first run in the same order",
                  place.input() + 1,
                  inputs.size())
              + OTHERWISE);
    }
    for (int i = 0; i <= place.input(); i++) {
      String file = i < before.size() ? before.get(i).file() : place.read().file();
      if (!inputs.get(i).identity().equals(file)) {
        throw new IllegalArgumentException(
            "the checkpoint is of \"%s\", not of \"%s\"; name the inputs of the first run in the same order"
                    .formatted(file, inputs.get(i).identity())
                + OTHERWISE);
      }
    }
  }

  private void checkEnded(Input input, BegunInput read) {
    try (ReadBytes bytes = open(input)) {
      check(input, bytes, read, new Tail(read.bytes(), false));
      if (read.rest() == Rest.NOTHING && bytes.read() >= 0) {
        throw changed(input, "has more bytes than it had");
      }
    } catch (InterruptedIOException e) {
      // Nothing is sent any more.
    } catch (IOException e) {
      throw unreadable(input, e);
    }
  }

  private OpenInput openAt(Input input, Place place) throws IOException {
    ReadBytes bytes = open(input);
    boolean regular = input.size() >= 0;
    Tail tail = new Tail(place.offset(), !regular);
    try {
      check(input, bytes, place.read(), tail);
      InputStream rest;
      if (regular) {
        bytes.close();
        rest = input.open(interruption);
        rest.skipNBytes(place.offset());
      } else {
        rest = new SequenceInputStream(new ByteArrayInputStream(tail.bytes()), bytes.inner());
      }
      OpenInput open = open(input, bytes.again(rest, place.offset()));
      if (!open.reader().resume(place, tail.lastBefore != '\n')) {
        throw changed(input, "continues where it had ended");
      }
      return open;
    } catch (InterruptedIOException e) {
      return open(input, bytes);
    }
  }

  private OpenInput open(Input input, ReadBytes bytes) {
    return new OpenInput(input, bytes, format.reader(bytes));
  }

  private ReadBytes open(Input input) throws IOException {
    return ReadBytes.of(input.open(interruption), input.identity(), true);
  }

  /** Reads the bytes that were read before. */
  private static void check(Input input, ReadBytes bytes, BegunInput read, Tail tail)
      throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    while (bytes.position() < read.bytes()) {
      long left = read.bytes() - bytes.position();
      int count = bytes.read(chunk, 0, (int) Math.min(left, chunk.length));
      if (count < 0) {
        throw changed(input, "is shorter than it was");
      }
      tail.keep(chunk, count, bytes.position() - count);
    }
    if (!bytes.soFar().sha256().equals(read.sha256())) {
      throw changed(input, "has changed");
    }
  }

  private static IllegalArgumentException changed(Input input, String how) {
    return new IllegalArgumentException(
        "\"%s\" %s when the checkpoint was written".formatted(input.name(), how) + OTHERWISE);
  }

  private static IllegalArgumentException unreadable(Input input, IOException e) {
    return new IllegalArgumentException(
        "\"%s\" cannot be read (%s)".formatted(input.name(), e.getMessage()), e);
  }

  /** Bytes from an offset, if they cannot be read again, and the byte before. */
  private static final class Tail {
    private final long offset;
    private final boolean keeps;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream(0);
    private int lastBefore = '\n';

    Tail(long offset, boolean keeps) {
      this.offset = offset;
      this.keeps = keeps;
    }

    void keep(byte[] chunk, int count, long position) {
      int before = (int) Math.max(0, Math.min(count, offset - position));
      if (before > 0) {
        lastBefore = chunk[before - 1];
      }
      if (keeps) {
        kept.write(chunk, before, count - before);
      }
    }

    byte[] bytes() {
      return kept.toByteArray();
    }
  }
}
