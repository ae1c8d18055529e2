package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Parses the response body of {@code /users/export/ids}: {@code
 * {"message":"success","users":[{"external_id":..,"braze_id":..,"custom_attributes":{..}}],"invalid_user_ids":[..]}}.
 * Unknown users are missing from {@code users}.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids, response</a>
 */
public final class ExportResponseParser {
  /** Maximum size of a response. A profile has all its custom attributes, each up to 100 KB. */
  public static final int MAX_BYTES = 16 * 1_048_576;

  private final Predicate<String> wanted;
  private final Set<String> externalIds = new HashSet<>();

  private ExportResponseParser(Predicate<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * Returns the profiles with the wanted custom attributes, or null if the body does not have the
   * documented form.
   */
  public static @Nullable List<ExportedProfile> parse(byte[] body, Predicate<String> wanted) {
    ExportResponseParser parser = new ExportResponseParser(wanted);
    return JsonBody.parseList(body, "users", parser::profile);
  }

  private ExportedProfile profile(JsonReader json) throws IOException {
    String externalId = null;
    String brazeId = null;
    Map<String, Object> attributes = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "external_id" -> {
          JsonBody.once(externalId == null);
          externalId = JsonBody.stringOrNull(json);
        }
        case "braze_id" -> {
          JsonBody.once(brazeId == null);
          brazeId = JsonBody.stringOrNull(json);
        }
        case "custom_attributes" -> {
          JsonBody.once(attributes == null);
          attributes = json.peek() == JsonReader.Token.NULL ? json.nextNull() : attributes(json);
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    JsonBody.once(externalId == null || externalIds.add(externalId));
    return new ExportedProfile(externalId, brazeId, attributes == null ? Map.of() : attributes);
  }

  private Map<String, Object> attributes(JsonReader json) throws IOException {
    Map<String, Object> attributes = new HashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (wanted.test(name)) {
        Object value = json.readJsonValue();
        JsonBody.once(value == null || attributes.put(name, value) == null);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return attributes;
  }
}
