package io.github.brazeaudience.internal.engine;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer of {@code /users/track}: {@code
 * {"message":..,"errors":[{"type","input_array","index"}]}}.
 *
 * <p>An error belongs to an object if its {@code index} is a JSON integer within the request and
 * its {@code input_array} is {@code attributes} or absent. Errors of {@code events} and {@code
 * purchases} belong to nobody here. All others (strings, no index, an impossible one) may mean
 * anybody.
 *
 * @see <a href="https://www.braze.com/docs/api/endpoints/user_data/post_user_track">Braze:
 *     /users/track responses</a>
 */
final class BrazeAnswer {
  private static final Pattern INTEGER = Pattern.compile("0|[1-9][0-9]{0,8}");

  private final Map<Integer, List<String>> named = new TreeMap<>();
  private final List<Verdict.Remark> others = new ArrayList<>();
  private @Nullable String message;
  private boolean unattributed;

  private BrazeAnswer() {}

  /** Reads a body, or gives null if it is not of the documented form. */
  static @Nullable BrazeAnswer read(byte[] body, int objects) {
    BrazeAnswer answer = new BrazeAnswer();
    Buffer source = new Buffer().write(body);
    try (JsonReader json = JsonReader.of(source)) {
      answer.readTop(json, objects);
      return json.peek() == JsonReader.Token.END_DOCUMENT && isBlank(source) ? answer : null;
    } catch (IOException | JsonDataException e) {
      // Not the documented form: the caller treats the answer as unreadable.
      return null;
    }
  }

  /** Moshi takes a byte 0xFF for the end of the document, whatever stands behind it. */
  static boolean isBlank(Buffer rest) {
    return rest.readUtf8().isBlank();
  }

  @Nullable String message() {
    return message;
  }

  Map<Integer, List<String>> named() {
    return named;
  }

  /** Whether an error may mean any of the objects. */
  boolean unattributed() {
    return unattributed;
  }

  /** The errors that name none of the objects, in Braze's own words. */
  List<Verdict.Remark> others() {
    return others;
  }

  private void readTop(JsonReader json, int objects) throws IOException {
    boolean messageSeen = false;
    boolean errorsSeen = false;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "message" -> {
          if (messageSeen) {
            throw new JsonDataException("`message` stands twice");
          }
          messageSeen = true;
          message = json.peek() == JsonReader.Token.STRING ? json.nextString() : skipped(json);
        }
        case "errors" -> {
          if (errorsSeen) {
            throw new JsonDataException("`errors` stands twice");
          }
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
  }

  /** A message that is no text says nothing; errors beside it still do. */
  private static @Nullable String skipped(JsonReader json) throws IOException {
    json.skipValue();
    return null;
  }

  private void readError(JsonReader json, int objects) throws IOException {
    if (json.peek() == JsonReader.Token.STRING) {
      unattributed(json.nextString(), null);
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
          int read = index(json);
          index = indexSeen ? -1 : read;
          indexSeen = true;
        }
        default -> json.skipValue();
      }
    }
    json.endObject();
    if (arrayKnown && (inputArray.equals("events") || inputArray.equals("purchases"))) {
      others.add(new Verdict.Remark(type, inputArray));
    } else if (arrayKnown && inputArray.equals("attributes") && index >= 0 && index < objects) {
      named.computeIfAbsent(index, i -> new ArrayList<>(1)).add(type);
    } else {
      unattributed(type, inputArray.equals("attributes") ? inputArray : null);
    }
  }

  private void unattributed(String type, @Nullable String inputArray) {
    unattributed = true;
    others.add(new Verdict.Remark(type, inputArray));
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
