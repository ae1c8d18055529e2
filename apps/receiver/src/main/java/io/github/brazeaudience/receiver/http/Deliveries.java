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
 * Puts each message into the journal once. mParticle delivers a message again when it has not seen
 * the answer; forwarded again after later ones, it would undo them. The last {@value #REMEMBERED}
 * are remembered by their bytes, those of before a restart as far as the journal still has them.
 * Safe for use by several threads.
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
   * Keeps a message that has an id, by which mParticle tells equal ones apart.
   *
   * @return as {@link Journal#append}; of a message that is known, as at its first delivery
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
