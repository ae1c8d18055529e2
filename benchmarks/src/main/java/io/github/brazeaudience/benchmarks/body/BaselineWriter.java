package io.github.brazeaudience.benchmarks.body;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import okio.Buffer;

/**
 * The baseline: writes prepared strings with Moshi's {@code JsonWriter}, without rules, checks or
 * objects per user.
 */
public final class BaselineWriter {
  private final SendSegmentsAs mode;

  public BaselineWriter(SendSegmentsAs mode) {
    this.mode = mode;
  }

  /** Encodes a request body. */
  public byte[] body(List<PreparedUser> users) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject().name("attributes").beginArray();
      for (PreparedUser user : users) {
        write(json, user);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return buffer.readByteArray();
  }

  private void write(JsonWriter json, PreparedUser user) throws IOException {
    json.beginObject();
    json.name("external_id").value(user.externalId());
    json.name("email").value(user.email());
    if (mode.single()) {
      json.name("SegmentMembership").value(user.single());
    }
    if (mode.array()) {
      json.name("SegmentMembershipArray").beginArray();
      for (String id : user.ids()) {
        json.value(id);
      }
      json.endArray();
    }
    if (mode.perSegment()) {
      for (String name : user.names()) {
        json.name(name).value(true);
      }
    }
    json.endObject();
  }
}
