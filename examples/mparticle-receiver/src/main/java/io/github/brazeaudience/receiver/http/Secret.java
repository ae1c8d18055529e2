package io.github.brazeaudience.receiver.http;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** What a sender has to know, if there is such a thing. It is shown nowhere. */
public final class Secret {
  /** The header in which senders show it. */
  public static final String HEADER = "X-Receiver-Secret";

  private final byte @Nullable [] expected;

  private Secret(byte @Nullable [] expected) {
    this.expected = expected;
  }

  /** Takes messages from everybody who can reach the port. */
  public static Secret none() {
    return new Secret(null);
  }

  /** Takes messages from those who send this text. */
  public static Secret of(String text) {
    return new Secret(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Compares in a time that does not tell how much of it was right. */
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
