package io.github.brazeaudience.jdbc;

import com.squareup.moshi.JsonDataException;
import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import okio.Buffer;
import org.jspecify.annotations.Nullable;

/**
 * Reads updates that {@link UpdateWriter} has written. Content that is damaged, or in a format of a
 * later version, becomes an {@link UnreadableUpdate}, which a forwarder rejects.
 */
final class UpdateReader {
  private final UserProfile.Builder user = UserProfile.builder();
  private final List<Audience> audiences = new ArrayList<>();
  private final List<Audience> left = new ArrayList<>();
  private @Nullable String type;
  private @Nullable String externalId;
  private @Nullable String defect;
  private @Nullable String message;
  private @Nullable Instant timestamp;
  private @Nullable Long audienceId;

  private UpdateReader() {}

  static AudienceUpdate read(@Nullable String content) {
    try (JsonReader json = JsonReader.of(new Buffer().writeUtf8(Objects.requireNonNull(content)))) {
      UpdateReader reader = new UpdateReader();
      UnreadableUpdate later = reader.members(json);
      return later != null ? later : reader.update();
    } catch (IOException | RuntimeException e) {
      // Its message can quote the content.
      return UnreadableUpdate.malformed(
          "the content of the row in the outbox is not an update (%s); discard it, or fix the row"
                  .formatted(e.getClass().getSimpleName())
              + " and add it again");
    }
  }

  private @Nullable UnreadableUpdate members(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      String name = json.nextName();
      if (name.equals("v")) {
        int version = json.nextInt();
        if (version != UpdateWriter.VERSION) {
          return UnreadableUpdate.malformed(
              "the content of the row in the outbox has the format %s, but this version reads %s;"
                      .formatted(String.valueOf(version), String.valueOf(UpdateWriter.VERSION))
                  + " update the relay, then add the row again");
        }
      } else {
        member(name, json);
      }
    }
    json.endObject();
    if (json.peek() != JsonReader.Token.END_DOCUMENT) {
      throw new JsonDataException("text after the object");
    }
    return null;
  }

  private void member(String name, JsonReader json) throws IOException {
    switch (name) {
      case "type" -> type = json.nextString();
      case "identities" -> identities(json);
      case "devices" -> devices(json);
      case "braze_id" -> user.brazeId(json.nextString());
      case "push_tokens" -> pushTokens(json);
      case "member_of", "entered", "audience" -> audiences(json, audiences);
      case "left" -> audiences(json, left);
      case "timestamp" -> timestamp = Instant.parse(json.nextString());
      case "external_id" -> externalId = json.nextString();
      case "audience_id" -> audienceId = json.nextLong();
      case "defect" -> defect = json.nextString();
      case "message" -> message = json.nextString();
      default -> json.skipValue();
    }
  }

  private AudienceUpdate update() {
    return switch (present(type)) {
      case UpdateWriter.SNAPSHOT -> {
        MembershipSnapshot snapshot = MembershipSnapshot.of(user.build(), audiences).withLeft(left);
        yield timestamp == null ? snapshot : snapshot.at(timestamp);
      }
      case UpdateWriter.CHANGE -> {
        MembershipChange change = MembershipChange.of(user.build(), audiences, left);
        yield timestamp == null ? change : change.at(timestamp);
      }
      case UpdateWriter.RENAMING -> AudienceRenaming.of(present(externalId), audiences.get(0));
      case UpdateWriter.RETIREMENT ->
          AudienceRetirement.of(present(externalId), present(audienceId));
      case UpdateWriter.UNREADABLE -> unreadable(present(defect), present(message));
      default -> throw new JsonDataException("unknown type");
    };
  }

  private static AudienceUpdate unreadable(String defect, String message) {
    return switch (UnreadableUpdate.Defect.valueOf(defect)) {
      case MALFORMED_INPUT -> UnreadableUpdate.malformed(message);
      case INVALID_AUDIENCE -> UnreadableUpdate.invalidAudience(message);
    };
  }

  private void identities(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      user.identity(IdentityType.valueOf(json.nextName()), json.nextString());
    }
    json.endObject();
  }

  private void devices(JsonReader json) throws IOException {
    json.beginObject();
    while (json.hasNext()) {
      user.device(DeviceIdentityType.valueOf(json.nextName()), json.nextString());
    }
    json.endObject();
  }

  private void pushTokens(JsonReader json) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      user.pushToken(pushToken(json));
    }
    json.endArray();
  }

  private static PushToken pushToken(JsonReader json) throws IOException {
    String platform = null;
    String token = null;
    String device = null;
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "platform" -> platform = json.nextString();
        case "token" -> token = json.nextString();
        case "device_id" -> device = json.nextString();
        default -> json.skipValue();
      }
    }
    json.endObject();
    PushPlatform known = PushPlatform.valueOf(present(platform));
    return device == null
        ? PushToken.of(known, present(token))
        : PushToken.of(known, present(token), device);
  }

  private static void audiences(JsonReader json, List<Audience> into) throws IOException {
    json.beginArray();
    while (json.hasNext()) {
      json.beginArray();
      long id = json.nextLong();
      into.add(json.hasNext() ? Audience.of(id, json.nextString()) : Audience.of(id));
      json.endArray();
    }
    json.endArray();
  }

  private static <T> T present(@Nullable T value) {
    if (value == null) {
      throw new JsonDataException("a member is missing");
    }
    return value;
  }
}
