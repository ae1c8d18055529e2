package io.github.brazeaudience.internal.engine;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.config.AttributeNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import okio.Buffer;

/**
 * What is posted to {@code /users/export/ids}. Braze exports all custom attributes or none; of the
 * answer only some are looked at.
 */
final class ExportBody {
  private ExportBody() {}

  static Asked asked(AttributeNames names, List<UserWrite> writes) {
    Set<String> wanted = new HashSet<>(Set.of(names.single(), names.array()));
    writes.forEach(
        write ->
            write
                .pending()
                .forEach(pending -> wanted.addAll(pending.attributes().flags().keySet())));
    return Asked.toExport(wanted);
  }

  /** The body. */
  static byte[] of(List<UserWrite> writes) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject().name("external_ids").beginArray();
      for (UserWrite write : writes) {
        json.value(write.user().value());
      }
      json.endArray().name("fields_to_export").beginArray();
      json.value("external_id").value("custom_attributes");
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory does not fail", e);
    }
    return buffer.readByteArray();
  }
}
