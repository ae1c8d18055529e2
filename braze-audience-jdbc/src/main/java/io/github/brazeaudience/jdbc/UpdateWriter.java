package io.github.brazeaudience.jdbc;

import com.squareup.moshi.JsonWriter;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import okio.Buffer;
import okio.BufferedSink;

/** Writes an update as a compact JSON object, which {@link UpdateReader} reads. */
final class UpdateWriter {
  /** Version of the format. A reader refuses later versions. */
  static final int VERSION = 1;

  static final String SNAPSHOT = "snapshot";
  static final String CHANGE = "change";
  static final String RENAMING = "renaming";
  static final String RETIREMENT = "retirement";
  static final String UNREADABLE = "unreadable";

  private final JsonWriter json;

  private UpdateWriter(JsonWriter json) {
    this.json = json;
  }

  static String write(AudienceUpdate update) {
    Buffer buffer = new Buffer();
    try (JsonWriter json = JsonWriter.of(buffer)) {
      json.beginObject().name("v").value(VERSION);
      new UpdateWriter(json).update(update);
      json.endObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return buffer.readUtf8();
  }

  private void update(AudienceUpdate update) throws IOException {
    json.name("type");
    if (update instanceof MembershipSnapshot snapshot) {
      json.value(SNAPSHOT);
      user(snapshot.user());
      audiences("member_of", snapshot.memberOf());
      audiences("left", snapshot.left());
      timestamp(snapshot.timestamp());
    } else if (update instanceof MembershipChange change) {
      json.value(CHANGE);
      user(change.user());
      audiences("entered", change.entered());
      audiences("left", change.left());
      timestamp(change.timestamp());
    } else if (update instanceof AudienceRenaming renaming) {
      json.value(RENAMING);
      text("external_id", renaming.externalId());
      audiences("audience", List.of(renaming.audience()));
    } else if (update instanceof AudienceRetirement retirement) {
      json.value(RETIREMENT);
      text("external_id", retirement.externalId());
      json.name("audience_id").value(retirement.audienceId());
    } else if (update instanceof UnreadableUpdate unreadable) {
      json.value(UNREADABLE);
      text("defect", unreadable.defect().name());
      text("message", unreadable.message());
    }
  }

  private void user(UserProfile user) throws IOException {
    json.name("identities").beginObject();
    for (IdentityType type : IdentityType.values()) {
      textIfPresent(type.name(), user.identity(type));
    }
    json.endObject().name("devices").beginObject();
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      textIfPresent(type.name(), user.device(type));
    }
    json.endObject();
    textIfPresent("braze_id", user.brazeId());
    if (!user.pushTokens().isEmpty()) {
      json.name("push_tokens").beginArray();
      for (PushToken token : user.pushTokens()) {
        json.beginObject();
        text("platform", token.platform().name());
        text("token", token.token());
        textIfPresent("device_id", token.deviceId());
        json.endObject();
      }
      json.endArray();
    }
  }

  /** Writes each audience as an array of its id and, if it has one, its name. */
  private void audiences(String name, List<Audience> audiences) throws IOException {
    json.name(name).beginArray();
    for (Audience audience : audiences) {
      json.beginArray().value(audience.id());
      Optional<String> externalName = audience.externalName();
      if (externalName.isPresent()) {
        text(externalName.get());
      }
      json.endArray();
    }
    json.endArray();
  }

  private void timestamp(Optional<Instant> timestamp) throws IOException {
    textIfPresent("timestamp", timestamp.map(Instant::toString));
  }

  private void textIfPresent(String name, Optional<String> value) throws IOException {
    if (value.isPresent()) {
      text(name, value.get());
    }
  }

  private void text(String name, String value) throws IOException {
    json.name(name);
    text(value);
  }

  private void text(String value) throws IOException {
    if (value.codePoints().noneMatch(UpdateWriter::isSurrogate)) {
      json.value(value);
      return;
    }
    // UTF-8 cannot encode unpaired surrogates, and a replacement could be another user's id.
    try (BufferedSink sink = json.valueSink()) {
      sink.writeUtf8("\"");
      for (int i = 0; i < value.length(); i++) {
        sink.writeUtf8(String.format(Locale.ROOT, "\\u%04x", (int) value.charAt(i)));
      }
      sink.writeUtf8("\"");
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }
}
