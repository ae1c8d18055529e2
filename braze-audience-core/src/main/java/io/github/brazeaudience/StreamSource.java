package io.github.brazeaudience;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Iterator;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The caller's iterator of a stream. It ends if the iterator does, throws an exception, or returns
 * null.
 */
final class StreamSource {
  private final Iterator<? extends AudienceUpdate> updates;
  private long pulled;
  private boolean ended;
  private @Nullable Exception failure;

  StreamSource(Iterator<? extends AudienceUpdate> updates) {
    this.updates = updates;
  }

  @Nullable AudienceUpdate next() {
    try {
      if (updates.hasNext()) {
        AudienceUpdate update = updates.next();
        if (update != null) {
          pulled++;
          return update;
        }
        failure =
            new NullPointerException(
                String.format(
                    Locale.ROOT, "update %d (counted from 0) is null; leave it out", pulled));
      }
    } catch (Exception e) {
      failure = e;
    }
    ended = true;
    return null;
  }

  /** {@return the position of the last update, 0 for the first} */
  long index() {
    return pulled - 1;
  }

  /** Ends the source before the iterator does. */
  void end() {
    ended = true;
  }

  boolean isEnded() {
    return ended;
  }

  @Nullable Exception failure() {
    return failure;
  }
}
