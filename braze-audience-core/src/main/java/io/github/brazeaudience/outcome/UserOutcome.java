package io.github.brazeaudience.outcome;

import io.github.brazeaudience.audience.AudienceUpdate;
import java.util.Optional;

/**
 * The result of one update, decided over all of its attempts. Immutable.
 *
 * <p>To find the updates to forward again, test for {@code outcome instanceof NotSent || outcome
 * instanceof Unconfirmed}.
 */
public sealed interface UserOutcome permits Accepted, Unchanged, Rejected, Unconfirmed, NotSent {
  /** {@return the position of the update among the inputs of its call, 0 for the first} */
  long index();

  /** {@return the update as it was handed in} */
  AudienceUpdate update();

  /** {@return the number of requests started with this update} */
  int attempts();

  /** {@return the reason if the update was not accepted} */
  Optional<Reason> reason();

  /**
   * Returns what happened and what to do, for people: one line of printable characters, truncated
   * if it is very long. The message never contains a key, an identity or an attribute value.
   *
   * @return the message, empty if there is nothing to say
   */
  String message();
}
