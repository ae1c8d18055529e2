package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;

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
    return Boolean.TRUE.equals(JsonBody.parse(body, BrazeBody::readTop));
  }

  private static boolean readTop(JsonReader json) throws IOException {
    boolean form = false;
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      JsonReader.Token token = json.peek();
      form |= name.equals("message") && token == JsonReader.Token.STRING;
      form |= name.equals("results") && token == JsonReader.Token.BEGIN_ARRAY;
      json.skipValue();
    }
    json.endObject();
    return form;
  }
}
