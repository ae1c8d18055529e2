package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.payload.PayloadBuilder;
import io.github.brazeaudience.payload.UserIdentifier;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Hash of the identifier by which the delivery engine orders the updates of a user. Two users with
 * the same hash only wait for each other. Thread-safe.
 */
final class UserHash {
  private final PayloadBuilder payload;

  UserHash(BrazeAudienceConfig config) {
    this.payload = PayloadBuilder.of(config);
  }

  /** {@return the hash by the identity settings of a configuration with default settings} */
  static UserHash withDefaults() {
    // A configuration needs a key, which has no effect here.
    return new UserHash(BrazeAudienceConfig.builder().restApiKey("not-used").build());
  }

  /** Returns the hash. An update without an identifier will be rejected, so any number will do. */
  long of(AudienceUpdate update) {
    Optional<UserIdentifier> identifier = payload.identifier(update);
    if (identifier.isEmpty()) {
      return ThreadLocalRandom.current().nextLong();
    }
    MessageDigest digest = sha256();
    digest.update(bytes(identifier.get().kind().name()));
    digest.update(bytes(identifier.get().aliasLabel().orElse("")));
    return ByteBuffer.wrap(digest.digest(bytes(identifier.get().value()))).getLong();
  }

  /** Returns the UTF-16 code units and an end mark. */
  private static byte[] bytes(String text) {
    return (text + '\0').getBytes(StandardCharsets.UTF_16BE);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
