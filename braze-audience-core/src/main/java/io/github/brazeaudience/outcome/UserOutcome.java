package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Optional;

/**
 * What became of one update. Decided over all attempts, and final. Immutable.
 *
 * <p>Write {@code if (outcome instanceof NotSent || outcome instanceof Unconfirmed)} to find what
 * to forward again.
 */
public sealed interface UserOutcome permits Accepted, Unchanged, Rejected, Unconfirmed, NotSent {
  /**
   * The place of the update among the inputs of its call.
   *
   * @return 0 for the first
   */
  long index();

  /**
   * The update.
   *
   * @return the object that was handed in
   */
  AudienceUpdate update();

  /**
   * How many requests with this update in them were started.
   *
   * @return 0 if none was
   */
  int attempts();

  /**
   * Why the update was not accepted.
   *
   * @return empty for {@link Accepted} and {@link Unchanged}
   */
  Optional<Reason> reason();

  /**
   * What happened and what to do about it, for people: one line of printable characters, which is
   * cut if it is very long. It has no key, no identity and no attribute value in it.
   *
   * @return the message, empty text if there is nothing to say
   */
  String message();
}
