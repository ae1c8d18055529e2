package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.IdentityEncoding;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parser of one element of {@code user_profiles}. It reads an invalid element to its end, because
 * the other profiles of the message are still used.
 */
final class ProfileParser {
  private static final JsonReader.Options PROFILE =
      JsonReader.Options.of(
          "user_identities",
          "device_identities",
          "audiences",
          "added_audiences",
          "removed_audiences",
          "mpid");
  private static final JsonReader.Options IDENTITY =
      JsonReader.Options.of("type", "encoding", "value");
  private static final JsonReader.Options AUDIENCE =
      JsonReader.Options.of("audience_id", "audience_name", "action");

  private final JsonReader reader;
  private final UserProfile.Builder user = UserProfile.builder();
  private final Map<Long, Move> moves = new LinkedHashMap<>();
  private @Nullable String malformed;
  private @Nullable String invalidAudience;

  /** Entry into an audience, or exit from it. */
  private record Move(Audience audience, boolean enters) {}

  /** Receives a raw identity. */
  private interface IdentityTaker {
    /** Returns false if the type is unknown. */
    boolean take(String type, @Nullable String value);
  }

  /** Reads an element of an array. */
  private interface ElementReader {
    void read() throws IOException;
  }

  private ProfileParser(JsonReader reader) {
    this.reader = reader;
  }

  /** Reads the next object of the reader. */
  static AudienceUpdate parse(JsonReader reader) throws IOException {
    return new ProfileParser(reader).parse();
  }

  private AudienceUpdate parse() throws IOException {
    Scalar mpid = Scalar.ABSENT;
    Members members = new Members(reader, PROFILE);
    for (int name = members.next(); name >= 0; name = members.next()) {
      switch (name) {
        case 0 ->
            readEach("user_identities", () -> readIdentity("user_identities", this::takeUser));
        case 1 ->
            readEach(
                "device_identities", () -> readIdentity("device_identities", this::takeDevice));
        case 2 -> readEach("audiences", () -> readAudience(null));
        case 3 -> readEach("added_audiences", () -> readAudience(true));
        case 4 -> readEach("removed_audiences", () -> readAudience(false));
        default -> mpid = Scalar.read(reader);
      }
    }
    checkRepeated(members, "the profile");
    if (mpid.wrongType()) {
      malformed("`mpid` is neither a string nor a number");
    } else if (mpid.text() != null) {
      user.identity(IdentityType.MPID, mpid.text());
    }
    return update();
  }

  private AudienceUpdate update() {
    if (malformed != null) {
      return UnreadableUpdate.malformed(malformed);
    }
    if (invalidAudience != null) {
      return UnreadableUpdate.invalidAudience(invalidAudience);
    }
    List<Audience> entered = new ArrayList<>();
    List<Audience> left = new ArrayList<>();
    moves.values().forEach(move -> (move.enters ? entered : left).add(move.audience));
    return MembershipChange.of(user.build(), entered, left);
  }

  /** Treats null, and elements that are null, as absent. */
  private void readEach(String array, ElementReader element) throws IOException {
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return;
    }
    if (reader.peek() != JsonReader.Token.BEGIN_ARRAY) {
      malformed("`%s` is not an array".formatted(array));
      reader.skipValue();
      return;
    }
    reader.beginArray();
    while (reader.hasNext()) {
      switch (reader.peek()) {
        case BEGIN_OBJECT -> element.read();
        case NULL -> reader.skipValue();
        default -> {
          malformed("`%s` has an element that is not an object".formatted(array));
          reader.skipValue();
        }
      }
    }
    reader.endArray();
  }

  private void readIdentity(String array, IdentityTaker taker) throws IOException {
    Scalar type = Scalar.ABSENT;
    Scalar encoding = Scalar.ABSENT;
    Scalar value = Scalar.ABSENT;
    Members members = new Members(reader, IDENTITY);
    for (int name = members.next(); name >= 0; name = members.next()) {
      switch (name) {
        case 0 -> type = Scalar.read(reader);
        case 1 -> encoding = Scalar.read(reader);
        default -> value = Scalar.read(reader);
      }
    }
    checkRepeated(members, "an element of `%s`".formatted(array));
    if (type.text() == null
        || encoding.text() == null
        || IdentityEncoding.parse(encoding.text()) != IdentityEncoding.RAW) {
      return;
    }
    if (taker.take(type.text(), value.text()) && value.wrongType()) {
      malformed("`%s` has a `value` that is neither a string nor a number".formatted(array));
    }
  }

  private boolean takeUser(String typeName, @Nullable String value) {
    IdentityType type = IdentityType.find(typeName).orElse(null);
    if (type != null && value != null) {
      user.identity(type, value);
    }
    return type != null;
  }

  private boolean takeDevice(String typeName, @Nullable String value) {
    PushPlatform platform = FirehoseNames.pushPlatform(typeName).orElse(null);
    if (platform != null) {
      if (value != null) {
        user.pushToken(PushToken.of(platform, value));
      }
      return true;
    }
    DeviceIdentityType type = DeviceIdentityType.find(typeName).orElse(null);
    if (type != null && value != null) {
      user.device(type, value);
    }
    return type != null;
  }

  /** Reads an audience, whose list (before version 2.0) or action determines the move. */
  private void readAudience(@Nullable Boolean entersByList) throws IOException {
    Scalar id = Scalar.ABSENT;
    Scalar externalName = Scalar.ABSENT;
    Scalar action = Scalar.ABSENT;
    Members members = new Members(reader, AUDIENCE);
    for (int name = members.next(); name >= 0; name = members.next()) {
      switch (name) {
        case 0 -> id = Scalar.read(reader);
        case 1 -> externalName = Scalar.read(reader);
        default -> action = Scalar.read(reader);
      }
    }
    checkRepeated(members, "an audience");
    boolean enters = entersByList != null ? entersByList : action.is("add");
    if (entersByList == null && !enters && !action.is("delete")) {
      return;
    }
    if (entersByList != null && id.equals(Scalar.ABSENT) && externalName.equals(Scalar.ABSENT)) {
      return;
    }
    if (id.wrongType() || externalName.wrongType()) {
      malformed("an audience has an `audience_id` or `audience_name` of another type than text");
      return;
    }
    long number = id.wholeNumber().orElse(0);
    if (number <= 0) {
      invalidAudience =
          "an audience has no `audience_id` that is an integer from 1 to 2^63-1; fix it";
      return;
    }
    move(
        externalName.text() == null
            ? Audience.of(number)
            : Audience.of(number, externalName.text()),
        enters);
  }

  /** Replaces an earlier move of the audience. A move in the other direction is last in order. */
  private void move(Audience audience, boolean enters) {
    Move earlier = moves.get(audience.id());
    if (earlier != null && earlier.enters != enters) {
      moves.remove(audience.id());
    }
    moves.put(audience.id(), new Move(audience, enters));
  }

  private void checkRepeated(Members members, String where) {
    if (members.repeated()) {
      malformed(where + " has a member twice");
    }
  }

  private void malformed(String problem) {
    if (malformed == null) {
      malformed = "a profile is not of the Firehose form: %s; fix it".formatted(problem);
    }
  }
}
