package io.github.brazeaudience.cli.input;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Counts the bytes of an input, and hashes them if requested. */
final class ReadBytes extends FilterInputStream {
  private final String file;
  private final @Nullable MessageDigest digest;
  private long hashed;
  private long position;
  private boolean ended;
  private @Nullable BegunInput read;

  private ReadBytes(
      InputStream in, String file, @Nullable MessageDigest digest, long hashed, long position) {
    super(in);
    this.file = file;
    this.digest = digest;
    this.hashed = hashed;
    this.position = position;
  }

  /** Reads an input from its beginning. */
  static ReadBytes of(InputStream in, String file, boolean hashes) {
    return new ReadBytes(in, file, hashes ? newDigest() : null, 0, 0);
  }

  /** An input that has not been read yet. */
  static BegunInput nothingOf(String file) {
    return of(InputStream.nullInputStream(), file, true).soFar();
  }

  /** Reads the same input again from an earlier offset, without hashing bytes twice. */
  ReadBytes again(InputStream from, long offset) {
    return new ReadBytes(from, file, digest, hashed, offset);
  }

  /** The underlying stream, without counting. */
  InputStream inner() {
    return in;
  }

  /** The number of bytes read. */
  long position() {
    return position;
  }

  /** True if the end of the stream was read. */
  boolean ended() {
    return ended;
  }

  /** The bytes read so far; more may follow. */
  BegunInput soFar() {
    BegunInput known = read;
    if (known == null) {
      known = new BegunInput(file, hashed, hash(), BegunInput.Rest.MORE);
      read = known;
    }
    return known;
  }

  private String hash() {
    if (digest == null) {
      return "";
    }
    try {
      MessageDigest copy = (MessageDigest) digest.clone();
      return HexFormat.of().formatHex(copy.digest());
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's SHA-256 cannot be cloned", e);
    }
  }

  private static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java platform has no SHA-256", e);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int count = super.read(target, offset, length);
    if (count < 0) {
      ended = true;
      return count;
    }
    position += count;
    int fresh = (int) Math.min(count, position - hashed);
    if (fresh > 0) {
      if (digest != null) {
        digest.update(target, offset + count - fresh, fresh);
      }
      hashed = position;
      read = null;
    }
    return count;
  }

  /** Reads instead of skipping, because all bytes are counted. */
  @Override
  public long skip(long bytes) throws IOException {
    byte[] passed = new byte[(int) Math.min(bytes, 8192)];
    return passed.length == 0 ? 0 : Math.max(read(passed, 0, passed.length), 0);
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
