package io.github.brazeaudience.benchmarks.body;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.config.SendSegmentsAs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import okio.Buffer;

/**
 * The floor: nothing but the calls of a JSON writer that make the body, with no rule, no check and
 * no object for a user.
 */
public final class BareWriter {
  private final SendSegmentsAs mode;

  /** Writes what this mode has. */
  public BareWriter(SendSegmentsAs mode) {
    this.mode = mode;
  }

  /** The body of a request. */
  public byte[] body(List<ReadyUser> users) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject().name("attributes").beginArray();
      for (ReadyUser user : users) {
        write(json, user);
      }
      json.endArray().endObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a buffer in memory does not fail", e);
    }
    return buffer.readByteArray();
  }

  private void write(JsonWriter json, ReadyUser user) throws IOException {
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
