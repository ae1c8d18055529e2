package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonDataException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
  private TrackStatusParser() {}

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

  /** {@return the status of a group, or null if the body does not have the documented form} */
  public static @Nullable TrackStatus parse(byte[] body, String group) {
    return JsonBody.parse(body, json -> find(JsonBody.object(json), group));
  }

  private static TrackStatus find(Map<?, ?> top, String group) {
    if (!(top.get("results") instanceof List<?> results)) {
      throw new JsonDataException("the body has no results");
    }
    if (results.isEmpty()) {
      return TrackStatus.UNKNOWN;
    }
    List<TrackStatus> found =
        results.stream()
            .map(JsonBody::object)
            .filter(result -> group.equals(result.get("group_id")))
            .map(TrackStatusParser::status)
            .toList();
    JsonBody.once(found.size() == 1);
    return found.get(0);
  }

  private static TrackStatus status(Map<?, ?> result) {
    boolean completed = "completed".equals(result.get("status"));
    Object completedAt = result.get("final_completion_time");
    if (!(completed || "processing".equals(result.get("status")))
        || !(completedAt == null || completedAt instanceof String)) {
      throw new JsonDataException("a result lacks a member");
    }
    return new TrackStatus(
        true,
        completed,
        count(result.get("received")),
        count(result.get("done")),
        completedAt instanceof String text ? Instant.parse(text) : null);
  }

  private static long count(@Nullable Object value) {
    if (value instanceof Double number && number >= 0 && number == Math.rint(number)) {
      return number.longValue();
    }
    throw new JsonDataException("a count is not a whole number");
  }
}
