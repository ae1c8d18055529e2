package io.github.brazeaudience.receiver.http;

import io.github.brazeaudience.receiver.journal.Journal;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Appends each message to the journal once. mParticle sends a message again if it missed the
 * response, and forwarding it after later messages would undo them. The last {@value #REMEMBERED}
 * messages are remembered by their bytes; after a restart, those that are still in the journal.
 * Thread-safe.
 */
public final class Deliveries {
  static final int REMEMBERED = 262_144;

  private final Map<Fingerprint, CompletionStage<@Nullable Void>> recent =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<Fingerprint, CompletionStage<@Nullable Void>> eldest) {
          return size() > REMEMBERED;
        }
      };

  /** Half of the SHA-256 of a message. */
  private record Fingerprint(long high, long low) {
    static Fingerprint of(byte[] message) {
      try {
        ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(message));
        return new Fingerprint(hash.getLong(), hash.getLong());
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has SHA-256", e);
      }
    }
  }

  /** Remembers a message that the journal has. */
  public synchronized void found(byte[] message) {
    recent.put(Fingerprint.of(message), CompletableFuture.completedFuture(null));
  }

  /**
   * Appends a message with an id, which distinguishes messages with equal content.
   *
   * @return the result of {@link Journal#append}, of the first delivery if the message is known
   */
  CompletionStage<@Nullable Void> keep(byte[] message, Journal journal) {
    Fingerprint fingerprint = Fingerprint.of(message);
    CompletionStage<@Nullable Void> kept;
    synchronized (this) {
      CompletionStage<@Nullable Void> known = recent.get(fingerprint);
      if (known != null) {
        return known;
      }
      kept = journal.append(message);
      recent.put(fingerprint, kept);
    }
    var unused =
        kept.whenComplete(
            (done, failure) -> {
              if (failure != null) {
                forget(fingerprint);
              }
            });
    return kept;
  }

  /** Does what a message needs, and remembers nothing. */
  void warmUp(byte[] message) {
    forget(Fingerprint.of(message));
  }

  private synchronized void forget(Fingerprint fingerprint) {
    recent.remove(fingerprint);
  }
}
