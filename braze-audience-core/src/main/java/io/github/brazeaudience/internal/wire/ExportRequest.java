package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import okio.Buffer;

/**
 * Bodies of {@code /users/export/ids} requests. Braze exports all custom attributes or none.
 *
 * @see <a
 *     href="https://www.braze.com/docs/api/endpoints/export/user_data/post_users_identifier">Braze:
 *     /users/export/ids</a>
 */
public final class ExportRequest {
  private ExportRequest() {}

  private interface Users {
    void write(JsonWriter json) throws IOException;
  }

  /** {@return the body for the attributes of users with these external ids} */
  public static byte[] body(Iterable<String> externalIds) {
    return body(
        json -> {
          json.name("external_ids").beginArray();
          for (String externalId : externalIds) {
            json.value(externalId);
          }
          json.endArray();
        },
        "external_id",
        "custom_attributes");
  }

  /** {@return the body for the ids of the users of a device; Braze takes one device per request} */
  public static byte[] lookup(String deviceId) {
    return body(json -> json.name("device_id").value(deviceId), "braze_id", "external_id");
  }

  private static byte[] body(Users users, String... fields) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject();
      users.write(json);
      json.name("fields_to_export").beginArray();
      for (String field : fields) {
        json.value(field);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an in-memory buffer does not fail", e);
    }
    return buffer.readByteArray();
  }
}
