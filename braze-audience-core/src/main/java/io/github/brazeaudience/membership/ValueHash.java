package io.github.brazeaudience.membership;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** First 128 bits of a SHA-256 hash. */
record ValueHash(long high, long low) {
  static final int BYTES = 2 * Long.BYTES;

  /** Hashes several values with their lengths. */
  static ValueHash of(String... values) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (String value : values) {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        digest.update(bytes);
      }
      ByteBuffer hash = ByteBuffer.wrap(digest.digest());
      return new ValueHash(hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
