package io.github.brazeaudience.receiver.intake;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Optional shared secret of the senders. It is never printed. */
public final class Secret {
  /** The request header with the secret. */
  public static final String HEADER = "X-Receiver-Secret";

  /** Values that all clients and servers transfer unchanged in a header. */
  private static final Pattern TEXT = Pattern.compile("[!-~]([ -~]*[!-~])?");

  private final byte @Nullable [] expected;

  private Secret(byte @Nullable [] expected) {
    this.expected = expected;
  }

  /** Accepts messages from every client. */
  public static Secret none() {
    return new Secret(null);
  }

  /**
   * Takes messages from those who send this text.
   *
   * @throws IllegalArgumentException if a header does not carry it unchanged
   */
  public static Secret of(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "the secret has a blank at an end, a control character, or one that is not ASCII, which no header"
              + " carries unchanged; take another one");
    }
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares in constant time. */
  boolean accepts(@Nullable String shown) {
    return expected == null
        || (shown != null
            && MessageDigest.isEqual(expected, shown.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public String toString() {
    return "Secret[redacted]";
  }
}
