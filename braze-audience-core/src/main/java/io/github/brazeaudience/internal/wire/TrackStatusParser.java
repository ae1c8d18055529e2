package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the response body of {@code /users/track/status}: {@code
 * {"results":[{"group_id","status","received","done","processing","final_completion_time"}]}}. The
 * results are empty if Braze does not know the group. Unknown members are ignored.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
 *     /users/track/status, response</a>
 */
public final class TrackStatusParser {
  private final String group;
  private @Nullable TrackStatus found;

  /**
   * Status of a group.
   *
   * @param known false if Braze does not know the group; the other values are then meaningless
   * @param completedAt the time of the completion, which Braze may leave out
   */
  public record TrackStatus(
      boolean known, boolean completed, long received, long done, @Nullable Instant completedAt) {
    static final TrackStatus UNKNOWN = new TrackStatus(false, false, 0, 0, null);
  }

  private TrackStatusParser(String group) {
    this.group = group;
  }

  /**
   * Parses a body.
   *
   * @param group the id of the requested group
   * @return the status, or null if the body does not have the documented form
   */
  public static @Nullable TrackStatus parse(byte[] body, String group) {
    TrackStatusParser parser = new TrackStatusParser(group);
    return JsonBody.parse(body, parser::readTop);
  }

  private TrackStatus readTop(JsonReader json) throws IOException {
    List<String> groups = null;
    json.beginObject();
    while (json.hasNext()) {
      if (json.nextName().equals("results")) {
        JsonBody.once(groups == null);
        groups = JsonBody.elements(json, this::readResult);
      } else {
        json.skipValue();
      }
    }
    json.endObject();
    if (groups != null && groups.isEmpty()) {
      return TrackStatus.UNKNOWN;
    }
    if (found == null) {
      throw new JsonDataException("the group is not in the results");
    }
    return found;
  }

  /** Returns the group of a result. */
  private String readResult(JsonReader json) throws IOException {
    String id = null;
    String status = null;
    long received = -1;
    long done = -1;
    String completedAt = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "group_id" -> id = text(json, id);
        case "status" -> status = text(json, status);
        case "received" -> received = count(json, received);
        case "done" -> done = count(json, done);
        case "final_completion_time" ->
            completedAt =
                json.peek() == JsonReader.Token.NULL ? json.nextNull() : text(json, completedAt);
        default -> json.skipValue();
      }
    }
    json.endObject();
    boolean completed = "completed".equals(status);
    if (id == null || received < 0 || done < 0 || !(completed || "processing".equals(status))) {
      throw new JsonDataException("a result lacks a member");
    }
    if (id.equals(group)) {
      JsonBody.once(found == null);
      Instant at = completedAt == null ? null : Instant.parse(completedAt);
      found = new TrackStatus(true, completed, received, done, at);
    }
    return id;
  }

  private static String text(JsonReader json, @Nullable String earlier) throws IOException {
    JsonBody.once(earlier == null && json.peek() == JsonReader.Token.STRING);
    return json.nextString();
  }

  private static long count(JsonReader json, long earlier) throws IOException {
    JsonBody.once(earlier < 0 && json.peek() == JsonReader.Token.NUMBER);
    return json.nextLong();
  }
}
