package io.github.brazeaudience.internal.engine;

import java.util.List;

/**
 * Braze's errors about push tokens, for which the rest of an object need not be lost.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track errors</a>
 */
final class PushTokenErrors {
  private static final String PREFIX = "BAD_PUSH_TOKEN_";

  private PushTokenErrors() {}

  /** Whether all errors against an object are about its push tokens. */
  static boolean only(List<String> errors) {
    return errors.stream().allMatch(error -> error.startsWith(PREFIX));
  }
}
