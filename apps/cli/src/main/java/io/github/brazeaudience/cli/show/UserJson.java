package io.github.brazeaudience.cli.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.ProfileExport;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Known data of a user, as one line of JSON. */
public final class UserJson {
  private UserJson() {}

  /**
   * Returns {@code
   * {"user","record":{"damaged","pending","all_audiences_known","written_in_full_at","members","newest_snapshot","newest_statements"},
   * "profile":"found","attributes":[{"name","store","braze","match"}],"next_update","next_object","causes"}}.
   * The record is null without one, the profile is null if it was not read.
   */
  public static String of(ShownUser user) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("user", user.externalId());
      json.writeFieldName("record");
      write(json, user.stored());
      json.writeStringField("profile", profile(user.remote()));
      json.writeArrayFieldStart("attributes");
      for (AttributeRow row : user.attributes()) {
        json.writeStartObject();
        json.writeStringField("name", row.name());
        json.writeStringField("store", row.store());
        json.writeStringField("braze", user.remote() == null ? null : row.braze());
        json.writeStringField("match", row.match().name().toLowerCase(Locale.ROOT));
        json.writeEndObject();
      }
      json.writeEndArray();
      NextUpdate next = user.next();
      json.writeStringField("next_update", next == null ? null : next.description());
      json.writeStringField("next_object", next == null ? null : next.object().orElse(null));
      json.writeArrayFieldStart("causes");
      for (String cause : Causes.of(user)) {
        json.writeString(cause);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    return text + "\n";
  }

  private static @Nullable String profile(@Nullable ProfileExport remote) {
    if (remote == null) {
      return null;
    }
    return remote instanceof ProfileExport.Found
        ? "found"
        : remote instanceof ProfileExport.NotFound ? "not_found" : "failed";
  }

  private static void write(JsonGenerator json, @Nullable KnownUser stored) throws IOException {
    if (stored == null) {
      json.writeNull();
      return;
    }
    json.writeStartObject();
    json.writeStringField("damaged", stored.damage().orElse(null));
    json.writeBooleanField("pending", stored.pending());
    json.writeBooleanField("all_audiences_known", stored.full());
    json.writeStringField(
        "written_in_full_at", stored.writtenInFullAt().map(Instant::toString).orElse(null));
    json.writeArrayFieldStart("members");
    for (long id : stored.members()) {
      json.writeNumber(id);
    }
    json.writeEndArray();
    json.writeStringField(
        "newest_snapshot", stored.snapshotAt().map(Instant::toString).orElse(null));
    json.writeObjectFieldStart("newest_statements");
    for (var statement : stored.statedAt().entrySet()) {
      json.writeStringField(
          String.valueOf(statement.getKey()), String.valueOf(statement.getValue()));
    }
    json.writeEndObject();
    json.writeEndObject();
  }
}
