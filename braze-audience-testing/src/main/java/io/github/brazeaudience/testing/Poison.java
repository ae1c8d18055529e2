package io.github.brazeaudience.testing;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a poisoned user does to a request it is in; see {@link FakeBraze#poison}. Immutable.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track</a>
 */
public final class Poison {
  private final @Nullable String errorType;
  private final int status;

  private Poison(@Nullable String errorType, int status) {
    this.errorType = errorType;
    this.status = status;
  }

  /**
   * The user's object is named in {@code errors} and not applied; the others are.
   *
   * @param errorType the {@code type} of the error: a code such as {@code BAD_PUSH_TOKEN_VALUE}, or a
   *     sentence
   * @return the poison
   */
  public static Poison named(String errorType) {
    return new Poison(errorType, 0);
  }

  /**
   * The whole request is refused and nothing of it applied; nobody is named.
   *
   * @param status the status of the answer, such as 400, 413 or 500
   * @return the poison
   */
  public static Poison wholeRequest(int status) {
    return new Poison(null, status);
  }

  Optional<String> errorType() {
    return Optional.ofNullable(errorType);
  }

  /** The status for the whole request, or 0. */
  int status() {
    return status;
  }

  @Override
  public String toString() {
    return errorType == null
        ? "Poison[status=%d]".formatted(status)
        : "Poison[errorType=%s]".formatted(errorType);
  }
}
