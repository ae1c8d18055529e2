package io.github.brazeaudience.internal.wire;

import com.squareup.moshi.JsonWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import okio.Buffer;

/** Body of a {@code /users/export/ids} request. Braze exports all custom attributes or none. */
public final class ExportRequest {
  private ExportRequest() {}

  /** {@return the body for users with these external ids} */
  public static byte[] body(Iterable<String> externalIds) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject().name("external_ids").beginArray();
      for (String externalId : externalIds) {
        json.value(externalId);
      }
      json.endArray().name("fields_to_export").beginArray();
      json.value("external_id").value("custom_attributes");
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("an in-memory buffer does not fail", e);
    }
    return buffer.readByteArray();
  }
}
