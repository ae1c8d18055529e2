package io.github.brazeaudience.receiver.intake;

import io.github.brazeaudience.mparticle.FirehoseMessage;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Identifies a message that mParticle sends again because it missed the response: by the hash of
 * the whole message, because only a message that is repeated unchanged has nothing new to forward.
 */
final class MessageId {
  private MessageId() {}

  /** Returns empty if the message has no id, because equal messages may then be two messages. */
  static Optional<String> of(FirehoseMessage message, byte[] body) {
    return message.id().map(id -> HexFormat.of().formatHex(sha256(body)));
  }

  private static byte[] sha256(byte[] body) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(body);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
