package io.github.brazeaudience.cli.input;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Arrays;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Input stream over a pipe or a terminal that an interrupt can end. Another thread opens the source
 * and reads a few chunks ahead, because both may block. After an interrupt every read fails with
 * {@link InterruptedIOException}.
 */
final class InterruptibleInputStream extends InputStream {
  private static final int CHUNK_BYTES = 64 * 1024;
  private static final int CHUNKS_AHEAD = 4;

  /** Interval between calls of {@link Interruption#inputWaits} while there are no bytes. */
  private static final long WAIT_MILLIS = 200;

  private final Source source;
  private final Interruption interruption;
  private final BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(CHUNKS_AHEAD);
  private @Nullable Thread pump;
  private byte[] bytes = new byte[0];
  private int position;
  private boolean ended;

  /** Opens the underlying stream. */
  interface Source {
    InputStream open() throws IOException;
  }

  /** Bytes, or the end of the stream, which is a failure or null. */
  private static final class Chunk {
    private final byte[] bytes;
    private final boolean last;
    private final @Nullable IOException failure;

    private Chunk(byte[] bytes, boolean last, @Nullable IOException failure) {
      this.bytes = bytes;
      this.last = last;
      this.failure = failure;
    }
  }

  InterruptibleInputStream(Source source, Interruption interruption) {
    this.source = source;
    this.interruption = interruption;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (interruption.isInterrupted()) {
      throw new InterruptedIOException("the run was cancelled");
    }
    if (position == bytes.length && !ended) {
      nextChunk();
    }
    if (position == bytes.length) {
      return -1;
    }
    int read = Math.min(length, bytes.length - position);
    System.arraycopy(bytes, position, target, offset, read);
    position += read;
    return read;
  }

  private void nextChunk() throws IOException {
    if (pump == null) {
      pump = new Thread(this::pump, "input");
      pump.setDaemon(true);
      pump.start();
    }
    try {
      Chunk chunk = chunks.poll();
      while (chunk == null) {
        interruption.inputWaits();
        chunk = chunks.poll(WAIT_MILLIS, TimeUnit.MILLISECONDS);
      }
      ended = chunk.last;
      bytes = chunk.bytes;
      position = 0;
      if (chunk.failure != null) {
        throw chunk.failure;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the run was cancelled");
    }
  }

  private void pump() {
    try (InputStream in = source.open()) {
      byte[] buffer = new byte[CHUNK_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        chunks.put(new Chunk(Arrays.copyOf(buffer, read), false, null));
      }
      chunks.put(new Chunk(new byte[0], true, null));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      endWith(e);
    }
  }

  private void endWith(IOException failure) {
    try {
      chunks.put(new Chunk(new byte[0], true, failure));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the reading thread, which closes the source unless it is blocked forever. */
  @Override
  public void close() {
    if (pump != null) {
      pump.interrupt();
    }
  }
}
