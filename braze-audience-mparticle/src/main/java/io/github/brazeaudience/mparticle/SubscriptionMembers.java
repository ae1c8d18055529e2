package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.mparticle.AudienceSubscriptionRequest.Action;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Members of an {@code audience_subscription_request} besides those of every message. They are read
 * before the type of the message is known, so an error in them does not invalidate the document.
 */
final class SubscriptionMembers {
  private static final String SETTINGS = "audience_subscription_settings";

  private Scalar audienceId = Scalar.ABSENT;
  private Scalar audienceName = Scalar.ABSENT;
  private Scalar action = Scalar.ABSENT;
  private final Map<String, String> settings = new LinkedHashMap<>();
  private @Nullable String problem;

  void readId(JsonReader reader) throws IOException {
    audienceId = Scalar.read(reader);
  }

  void readName(JsonReader reader) throws IOException {
    audienceName = Scalar.read(reader);
  }

  void readAction(JsonReader reader) throws IOException {
    action = Scalar.read(reader);
  }

  void readSettings(JsonReader reader) throws IOException {
    switch (reader.peek()) {
      case NULL -> reader.skipValue();
      case BEGIN_OBJECT -> {
        reader.beginObject();
        while (reader.hasNext()) {
          readSetting(reader);
        }
        reader.endObject();
      }
      default -> {
        problem("has an `%s` that is not an object".formatted(SETTINGS));
        reader.skipValue();
      }
    }
  }

  private void readSetting(JsonReader reader) throws IOException {
    String name = reader.nextName();
    if (reader.peek() == JsonReader.Token.NULL) {
      reader.skipValue();
      return;
    }
    String value =
        reader.peek() == JsonReader.Token.BOOLEAN
            ? Boolean.toString(reader.nextBoolean())
            : Scalar.read(reader).text();
    if (value == null) {
      problem("has a setting in `%s` that is neither text nor a number".formatted(SETTINGS));
    } else if (settings.put(name, value) != null) {
      problem("has a setting in `%s` twice".formatted(SETTINGS));
    }
  }

  /** Records a problem; the first one is kept. */
  void problem(String found) {
    if (problem == null) {
      problem = found;
    }
  }

  /** {@return why these members are not a subscription, or null if they are} */
  @Nullable String problem() {
    if (audienceName.wrongType()) {
      problem("has an `audience_name` that is not text");
    }
    if (audienceId.wholeNumber().orElse(0) <= 0) {
      problem("has no `audience_id` that is an integer from 1 to 2^63-1");
    }
    return problem;
  }

  Audience audience() {
    long id = audienceId.wholeNumber().orElse(0);
    String name = audienceName.text();
    return name == null ? Audience.of(id) : Audience.of(id, name);
  }

  @Nullable Action action() {
    return Action.find(action);
  }

  Map<String, String> settings() {
    return Collections.unmodifiableMap(settings);
  }
}
