package io.github.brazeaudience.internal.wire;

import java.util.List;
import java.util.Map;

/** Recognizes the form of Braze's response bodies, which is the same for all endpoints. */
public final class BrazeBody {
  private BrazeBody() {}

  /**
   * Returns true if the body is a JSON object with a string {@code message}, or with the array
   * {@code results} of {@code /users/track/status}.
   *
   * @see <a href="https://www.braze.com/docs/api/errors">Braze: API errors and responses</a>
   */
  public static boolean hasForm(byte[] body) {
    Map<?, ?> top = JsonBody.parse(body, JsonBody::object);
    return top != null
        && (top.get("message") instanceof String || top.get("results") instanceof List);
  }
}
