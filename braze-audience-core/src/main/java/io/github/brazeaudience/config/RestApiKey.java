package io.github.brazeaudience.config;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The Workspace REST API Key (formerly App Group REST API Key), a secret with the permission {@code
 * users.track}. It is never printed: {@link #toString} returns a placeholder. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/basics">Braze: API basics, REST API key</a>
 */
public final class RestApiKey {
  private static final int FINGERPRINT_LENGTH = 12;

  private final String key;

  private RestApiKey(String key) {
    this.key = key;
  }

  /**
   * Returns a secret that wraps a key.
   *
   * @param key the key, visible ASCII characters only
   * @throws IllegalArgumentException if the key is blank or not valid in an HTTP header
   */
  public static RestApiKey of(String key) {
    Objects.requireNonNull(key, "key");
    if (key.isBlank()) {
      throw new IllegalArgumentException(
          "`restApiKey` is blank; copy a REST API key from the Braze dashboard, under APIs and Identifiers");
    }
    for (int i = 0; i < key.length(); i++) {
      if (key.charAt(i) <= ' ' || key.charAt(i) > '~') {
        throw new IllegalArgumentException(
            "`restApiKey` has a character at position %s of %s that no key has (white space, a line end, or not ASCII);"
                    .formatted(i + 1, key.length())
                + " remove it");
      }
    }
    return new RestApiKey(key);
  }

  /** {@return the key itself, for the request header; do not print it} */
  public String reveal() {
    return key;
  }

  /** {@return the first 12 hexadecimal digits of the key's SHA-256, which do not reveal the key} */
  public String fingerprint() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, FINGERPRINT_LENGTH);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof RestApiKey that && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return key.hashCode();
  }

  @Override
  public String toString() {
    return "RestApiKey[redacted]";
  }
}
