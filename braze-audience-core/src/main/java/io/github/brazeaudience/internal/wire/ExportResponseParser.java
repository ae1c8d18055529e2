package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import okio.Buffer;
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

  private final Set<String> wanted;
  private final List<ExportedProfile> profiles = new ArrayList<>();
  private final Set<String> externalIds = new HashSet<>();
  private @Nullable String message;
  private boolean usersSeen;

  private ExportResponseParser(Set<String> wanted) {
    this.wanted = wanted;
  }

  /**
   * Parses a body.
   *
   * @param wanted the names of the custom attributes to keep
   * @return the profiles, or null if the body does not have the documented form
   */
  static @Nullable List<ExportedProfile> parse(byte[] body, Set<String> wanted) {
    ExportResponseParser parser = new ExportResponseParser(wanted);
    Buffer source = new Buffer().write(body);
    try (JsonReader json = JsonReader.of(source)) {
      parser.readTop(json);
      boolean whole =
          json.peek() == JsonReader.Token.END_DOCUMENT && TrackResponseParser.isBlank(source);
      return whole && parser.usersSeen && "success".equals(parser.message) ? parser.profiles : null;
    } catch (IOException | JsonDataException e) {
      // The caller treats the response as unreadable.
      return null;
    }
  }

  private void readTop(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "message" -> {
          once(message == null);
          message = json.nextString();
        }
        case "users" -> {
          once(!usersSeen);
          usersSeen = true;
          json.beginArray();
          while (json.hasNext()) {
            readUser(json);
          }
          json.endArray();
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
  }

  private void readUser(JsonReader json) throws IOException {
    String externalId = null;
    String brazeId = null;
    Map<String, Object> attributes = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "external_id" -> {
          once(externalId == null);
          externalId = stringOrNull(json);
        }
        case "braze_id" -> {
          once(brazeId == null);
          brazeId = stringOrNull(json);
        }
        case "custom_attributes" -> {
          once(attributes == null);
          attributes = json.peek() == JsonReader.Token.NULL ? json.nextNull() : attributes(json);
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    once(externalId == null || externalIds.add(externalId));
    profiles.add(
        new ExportedProfile(externalId, brazeId, attributes == null ? Map.of() : attributes));
  }

  private static @Nullable String stringOrNull(JsonReader json) throws IOException {
    return json.peek() == JsonReader.Token.NULL ? json.nextNull() : json.nextString();
  }

  private Map<String, Object> attributes(JsonReader json) throws IOException {
    Map<String, Object> attributes = new HashMap<>();
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (wanted.contains(name)) {
        Object value = json.readJsonValue();
        once(value == null || attributes.put(name, value) == null);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    return attributes;
  }

  /** A repeated member is ambiguous. */
  private static void once(boolean first) {
    if (!first) {
      throw new JsonDataException("a member or a user appears twice");
    }
  }
}
