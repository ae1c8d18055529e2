package io.github.brazeaudience.examples.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code {"user":"u-1","member_of":[{"id":11036,"name":"Aspiring Athenians"}]}}. An
 * unreadable record becomes an update that is rejected. An exception would stop the consumer at
 * that record forever.
 */
public final class MembershipDeserializer implements Deserializer<AudienceUpdate> {
  private final ObjectMapper json = new ObjectMapper();

  @Override
  public AudienceUpdate deserialize(String topic, byte @Nullable [] data) {
    try {
      JsonNode message = json.readTree(data == null ? new byte[0] : data);
      if (!message.path("user").isTextual() || !message.path("member_of").isArray()) {
        return UnreadableUpdate.malformed("a record needs a text `user` and a list `member_of`");
      }
      List<Audience> audiences = new ArrayList<>();
      for (JsonNode audience : message.path("member_of")) {
        if (!audience.path("id").canConvertToLong() || audience.path("id").asLong() <= 0) {
          return UnreadableUpdate.invalidAudience("an audience needs a positive number as `id`");
        }
        audiences.add(
            audience.path("name").isTextual()
                ? Audience.of(audience.path("id").asLong(), audience.path("name").asText())
                : Audience.of(audience.path("id").asLong()));
      }
      return MembershipSnapshot.of(
          UserProfile.ofCustomerId(message.path("user").asText()), audiences);
    } catch (IOException e) {
      return UnreadableUpdate.malformed("the record is not JSON");
    }
  }
}
