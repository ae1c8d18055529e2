package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/** Reads JSON response bodies, whose documented form has no repeated members. */
final class JsonBody {
  private JsonBody() {}

  /** Reads a value. It throws a {@link JsonDataException} if the form is not the documented one. */
  @FunctionalInterface
  interface ValueReader<T> {
    T read(JsonReader json) throws IOException;
  }

  static <T> @Nullable T parse(byte[] body, ValueReader<T> reader) {
    Buffer source = new Buffer().write(body);
    try (JsonReader json = JsonReader.of(source)) {
      T value = reader.read(json);
      // Moshi treats a byte 0xFF as the end of the document, whatever follows.
      boolean whole = json.peek() == JsonReader.Token.END_DOCUMENT && source.readUtf8().isBlank();
      return whole ? value : null;
    } catch (IOException | JsonDataException | DateTimeException e) {
      // The caller treats the response as unreadable.
      return null;
    }
  }

  /**
   * Returns the elements of a body of the form {@code {"message":"success","NAME":[..]}}, or null.
   * Unknown members are ignored.
   */
  static <T> @Nullable List<T> parseList(byte[] body, String name, ValueReader<T> element) {
    return parse(
        body,
        json -> {
          String message = null;
          List<T> elements = null;
          json.beginObject();
          while (json.hasNext()) {
            String member = json.nextName();
            if (member.equals("message")) {
              once(message == null);
              message = json.nextString();
            } else if (member.equals(name)) {
              once(elements == null);
              elements = elements(json, element);
            } else {
              json.skipValue();
            }
          }
          json.endObject();
          if (elements == null || !"success".equals(message)) {
            throw new JsonDataException("the body does not report success");
          }
          return elements;
        });
  }

  static Map<?, ?> object(JsonReader json) throws IOException {
    return object(json.readJsonValue());
  }

  /** {@return the members of an object by name; numbers are {@code Double}} */
  static Map<?, ?> object(@Nullable Object value) {
    if (value instanceof Map<?, ?> members) {
      return members;
    }
    throw new JsonDataException("a value is not an object");
  }

  private static <T> List<T> elements(JsonReader json, ValueReader<T> element) throws IOException {
    List<T> elements = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      elements.add(element.read(json));
    }
    json.endArray();
    return elements;
  }

  /** Checks that a member or an element appears once, because a repetition would be ambiguous. */
  static void once(boolean first) {
    if (!first) {
      throw new JsonDataException("a member or an element appears twice or has another type");
    }
  }

  /** {@return a string, or null for a JSON null} */
  static @Nullable String stringOrNull(JsonReader json) throws IOException {
    return json.peek() == JsonReader.Token.NULL ? json.nextNull() : json.nextString();
  }
}
