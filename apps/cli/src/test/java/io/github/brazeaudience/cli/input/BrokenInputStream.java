package io.github.brazeaudience.cli.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;

/** Fails at the first byte. */
public final class BrokenInputStream extends InputStream {
  /** The message of the failure. */
  public static final String MESSAGE = "the disk is gone";

  private BrokenInputStream() {}

  /** Returns a stream that fails after this text. */
  public static InputStream after(String text) {
    return new SequenceInputStream(
        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), new BrokenInputStream());
  }

  @Override
  public int read() throws IOException {
    throw new IOException(MESSAGE);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    throw new IOException(MESSAGE);
  }
}
