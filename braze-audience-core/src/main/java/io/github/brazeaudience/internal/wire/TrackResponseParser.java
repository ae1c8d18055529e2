package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Parses the response body of {@code /users/track}: {@code
 * {"message":..,"errors":[{"type","input_array","index"}]}}.
 *
 * <p>An error names an object if its {@code index} is a JSON integer within the request and its
 * {@code input_array} is {@code attributes} or absent. Errors of {@code events} and {@code
 * purchases} concern no object, nor do errors without an index whose type is in {@link
 * #TRACKING_ERRORS}. All other errors (strings, no index, an impossible index) may concern any
 * object.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track responses</a>
 */
public final class TrackResponseParser {
  /**
   * Types of errors about tracking the status of a request, which Braze processes anyway.
   *
   * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/get_users_track_status">Braze:
   *     /users/track/status</a>
   */
  static final Set<String> TRACKING_ERRORS =
      Set.of(
          "invalid_group_id",
          "request_status_active_group_limit_exceeded",
          "request_status_group_full",
          "request_status_not_tracked");

  private static final String PUSH_TOKEN_ERROR_PREFIX = "BAD_PUSH_TOKEN_";
  private static final String TOO_LONG = "max input length exceeded";
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final Map<Integer, List<String>> named = new TreeMap<>();
  private final List<AttemptResult.UnattributedError> others = new ArrayList<>();
  private @Nullable String message;
  private boolean unattributed;

  private TrackResponseParser() {}

  /** {@return the parsed body, or null if it does not have the documented form} */
  static @Nullable TrackResponseParser parse(byte[] body, int objects) {
    return JsonBody.parse(body, json -> new TrackResponseParser().read(json, objects));
  }

  @Nullable String message() {
    return message;
  }

  /**
   * Returns true if the message is Braze's for a request with too many objects.
   *
   * @see <a href="https://www.braze.com/docs/api/errors">Braze: API errors</a>
   */
  boolean isTooLong() {
    return message != null && message.toLowerCase(Locale.ROOT).contains(TOO_LONG);
  }

  Map<Integer, List<String>> named() {
    return named;
  }

  /** Returns true if an error may concern any object. */
  boolean unattributed() {
    return unattributed;
  }

  /** {@return the errors that name no object} */
  List<AttemptResult.UnattributedError> others() {
    return others;
  }

  /**
   * Returns true if all errors of an object are about its push tokens, so the rest of the object
   * can be sent.
   */
  public static boolean arePushTokenErrors(List<String> errors) {
    return errors.stream().allMatch(error -> error.startsWith(PUSH_TOKEN_ERROR_PREFIX));
  }

  /** {@return the type of an error about tracking in a response, or null if it has none} */
  public static @Nullable String trackingError(AttemptResult result) {
    List<AttemptResult.UnattributedError> errors =
        result instanceof AttemptResult.Delivered delivered
            ? delivered.others()
            : result instanceof AttemptResult.NamedRefusal refusal ? refusal.others() : List.of();
    return errors.stream()
        .map(AttemptResult.UnattributedError::type)
        .filter(TRACKING_ERRORS::contains)
        .findFirst()
        .orElse(null);
  }

  private TrackResponseParser read(JsonReader json, int objects) throws IOException {
    boolean messageSeen = false;
    boolean errorsSeen = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "message" -> {
          JsonBody.once(!messageSeen);
          messageSeen = true;
          message = json.peek() == JsonReader.Token.STRING ? json.nextString() : skipped(json);
        }
        case "errors" -> {
          JsonBody.once(!errorsSeen);
          errorsSeen = true;
          json.beginArray();
          while (json.hasNext()) {
            readError(json, objects);
          }
          json.endArray();
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    return this;
  }

  /** Ignores a message that is not a string; `errors` is still read. */
  private static @Nullable String skipped(JsonReader json) throws IOException {
    json.skipValue();
    return null;
  }

  private void readError(JsonReader json, int objects) throws IOException {
    if (json.peek() == JsonReader.Token.STRING) {
      String type = json.nextString();
      unattributed |= !TRACKING_ERRORS.contains(type);
      others.add(new AttemptResult.UnattributedError(type, null));
      return;
    }
    if (json.peek() != JsonReader.Token.BEGIN_OBJECT) {
      json.skipValue();
      unattributed("an error of an unknown form", null);
      return;
    }
    String type = "an error without a type";
    String inputArray = "attributes";
    boolean arrayKnown = true;
    int index = -1;
    boolean indexSeen = false;
    boolean hasIndex = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "type" -> type = text(json, type);
        case "input_array" -> {
          arrayKnown =
              json.peek() == JsonReader.Token.STRING || json.peek() == JsonReader.Token.NULL;
          inputArray = text(json, inputArray);
        }
        case "index" -> {
          hasIndex |= json.peek() != JsonReader.Token.NULL;
          int read = index(json);
          index = indexSeen ? -1 : read;
          indexSeen = true;
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (!hasIndex && TRACKING_ERRORS.contains(type)) {
      others.add(new AttemptResult.UnattributedError(type, null));
    } else if (arrayKnown && (inputArray.equals("events") || inputArray.equals("purchases"))) {
      others.add(new AttemptResult.UnattributedError(type, inputArray));
    } else if (arrayKnown && inputArray.equals("attributes") && index >= 0 && index < objects) {
      named.computeIfAbsent(index, i -> new ArrayList<>(1)).add(type);
    } else {
      unattributed(type, inputArray.equals("attributes") ? inputArray : null);
    }
  }

  private void unattributed(String type, @Nullable String inputArray) {
    unattributed = true;
    others.add(new AttemptResult.UnattributedError(type, inputArray));
  }

  private static String text(JsonReader json, String otherwise) throws IOException {
    if (json.peek() == JsonReader.Token.STRING) {
      return json.nextString();
    }
    json.skipValue();
    return otherwise;
  }

  private static int index(JsonReader json) throws IOException {
    if (json.peek() != JsonReader.Token.NUMBER) {
      json.skipValue();
      return -1;
    }
    String number = json.nextString();
    return INTEGER.matcher(number).matches() ? Integer.parseInt(number) : -1;
  }
}
