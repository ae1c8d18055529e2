package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import java.util.List;
import java.util.Map;
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
    return JsonBody.parseList(body, "attributes", json -> attribute(JsonBody.object(json)));
  }

  private static CustomAttribute attribute(Map<?, ?> members) {
    if (!(members.get("name") instanceof String name)) {
      throw new JsonDataException("an attribute has no name");
    }
    return new CustomAttribute(
        name,
        text(members.get("data_type")),
        length(members.get("array_length")),
        text(members.get("status")));
  }

  private static Optional<String> text(@Nullable Object value) {
    return Optional.ofNullable(value).map(it -> it instanceof String text ? text : UNKNOWN);
  }

  private static OptionalInt length(@Nullable Object value) {
    Matcher integer = INTEGER.matcher(String.valueOf(value));
    return integer.matches()
        ? OptionalInt.of(Integer.parseInt(integer.group(1)))
        : OptionalInt.empty();
  }
}
