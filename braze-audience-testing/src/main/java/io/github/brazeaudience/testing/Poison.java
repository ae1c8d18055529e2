package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.Rejection;
import java.util.Locale;
import java.util.Objects;

/**
 * What a poisoned user does to a request it is in; see {@link FakeBraze#poison}. Immutable.
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
   * The user's object is named in {@code errors} and not applied; the others are.
   *
   * @param errorType the {@code type} of the error: a code such as {@code BAD_PUSH_TOKEN_VALUE}, or
   *     a sentence
   * @return the poison
   */
  public static Poison named(String errorType) {
    return new Poison(new Rejection(0, Objects.requireNonNull(errorType, "errorType")));
  }

  /**
   * The whole request is refused and nothing of it applied; nobody is named.
   *
   * @param status the status of the answer, such as 400, 413 or 500
   * @return the poison
   * @throws IllegalArgumentException if the status is not one of an error
   */
  public static Poison wholeRequest(int status) {
    return new Poison(new Rejection(checked(status), null));
  }

  /**
   * The whole request is refused and nothing of it applied, and the answer's {@code errors} name
   * this user, and the others like it, but not the rest.
   *
   * @param status the status of the answer, such as 400
   * @param errorType the {@code type} of the error
   * @return the poison
   * @throws IllegalArgumentException if the status is not one of an error
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
    return String.format(
        Locale.ROOT, "Poison[status=%d, errorType=%s]", rejection.status(), rejection.type());
  }

  private static int checked(int status) {
    if (status < 400 || status > 599) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`status` is %d; give 400 to 599", status));
    }
    return status;
  }
}
