package io.github.brazeaudience.mparticle;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Readers of documents in memory. */
abstract class FirehoseBytes {
  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static byte[] concat(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
