package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses a page of {@code GET /custom_attributes}: {@code
 * {"message":"success","attributes":[{"name","data_type","array_length","status",..}]}}. Unknown
 * members are ignored. A member of another type counts as unknown, so one entry does not hide
 * thousands of others.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/custom_attributes/get_custom_attributes">Braze:
 *     /custom_attributes, response</a>
 */
public final class CustomAttributesParser {
  /** Text of a member that is not a string. */
  private static final String UNKNOWN = "?";

  private static final Pattern INTEGER = Pattern.compile("([0-9]{1,9})(?:\\.0+)?");

  private CustomAttributesParser() {}

  /** {@return the attributes of a page, or null if the body does not have the documented form} */
  public static @Nullable List<CustomAttribute> parse(byte[] body) {
    return JsonBody.parseList(body, "attributes", CustomAttributesParser::attribute);
  }

  private static CustomAttribute attribute(JsonReader json) throws IOException {
    String name = null;
    Optional<String> dataType = Optional.empty();
    OptionalInt arrayLength = OptionalInt.empty();
    Optional<String> status = Optional.empty();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "name" -> {
          JsonBody.once(name == null);
          name = string(json);
        }
        case "data_type" -> dataType = optionalString(json);
        case "array_length" -> arrayLength = optionalInt(json);
        case "status" -> status = optionalString(json);
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (name == null) {
      throw new JsonDataException("an attribute has no name");
    }
    return new CustomAttribute(name, dataType, arrayLength, status);
  }

  /** Moshi would also accept a number. */
  private static String string(JsonReader json) throws IOException {
    if (json.peek() != JsonReader.Token.STRING) {
      throw new JsonDataException("a member is not a string");
    }
    return json.nextString();
  }

  private static Optional<String> optionalString(JsonReader json) throws IOException {
    if (json.peek() == JsonReader.Token.NULL) {
      json.skipValue();
      return Optional.empty();
    }
    if (json.peek() == JsonReader.Token.STRING) {
      return Optional.of(json.nextString());
    }
    json.skipValue();
    return Optional.of(UNKNOWN);
  }

  private static OptionalInt optionalInt(JsonReader json) throws IOException {
    if (json.peek() != JsonReader.Token.NUMBER && json.peek() != JsonReader.Token.STRING) {
      json.skipValue();
      return OptionalInt.empty();
    }
    Matcher integer = INTEGER.matcher(json.nextString());
    return integer.matches()
        ? OptionalInt.of(Integer.parseInt(integer.group(1)))
        : OptionalInt.empty();
  }
}
