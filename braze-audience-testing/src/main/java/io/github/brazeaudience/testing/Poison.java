package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.Rejection;
import java.util.Objects;

/**
 * Rejection of a user's objects or of each request that contains the user; see {@link
 * FakeBraze#poison}. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
public final class Poison {
  private final Rejection rejection;

  private Poison(Rejection rejection) {
    this.rejection = rejection;
  }

  /**
   * Reports the user's object in {@code errors} and does not apply it. The other objects are
   * applied.
   *
   * @param errorType the {@code type} of the error: a code such as {@code BAD_PUSH_TOKEN_VALUE}, or
   *     a sentence
   */
  public static Poison named(String errorType) {
    return new Poison(new Rejection(0, Objects.requireNonNull(errorType, "errorType")));
  }

  /**
   * Rejects the whole request and names no user.
   *
   * @param status the status of the response, such as 400, 413 or 500
   * @throws IllegalArgumentException if the status is not an error status
   */
  public static Poison wholeRequest(int status) {
    return new Poison(new Rejection(checked(status), null));
  }

  /**
   * Rejects the whole request; {@code errors} name this user and other users with the same status.
   *
   * @param status the status of the response, such as 400
   * @param errorType the {@code type} of the error
   * @throws IllegalArgumentException if the status is not an error status
   */
  public static Poison wholeRequest(int status, String errorType) {
    return new Poison(
        new Rejection(checked(status), Objects.requireNonNull(errorType, "errorType")));
  }

  Rejection rejection() {
    return rejection;
  }

  @Override
  public String toString() {
    return "Poison[status=%s, errorType=%s]".formatted(rejection.status(), rejection.type());
  }

  private static int checked(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException("`status` is %s; give 400 to 599".formatted(status));
    }
    return status;
  }
}
