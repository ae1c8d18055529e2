package io.github.brazeaudience.cli.input;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UnreadableUpdate.Defect;
import io.github.brazeaudience.audience.UserProfile;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Reads lines of ndjson input. */
abstract class NdjsonReaderFixture {
  static final String USER = "\"identities\":{\"customer_id\":\"u-1\"}";

  static UserProfile user(String line) throws IOException {
    return ((MembershipSnapshot) one(line)).user();
  }

  static Defect defect(String line) throws IOException {
    return ((UnreadableUpdate) one(line)).defect();
  }

  static AudienceUpdate one(String line) throws IOException {
    List<AudienceUpdate> updates = all(utf8(line + "\n"));
    assertThat(updates).hasSize(1);
    return updates.get(0);
  }

  static List<AudienceUpdate> all(byte[] bytes) throws IOException {
    NdjsonReader reader = new NdjsonReader(new ByteArrayInputStream(bytes));
    List<AudienceUpdate> updates = new ArrayList<>();
    for (AudienceUpdate next = reader.next(); next != null; next = reader.next()) {
      updates.add(next);
    }
    return updates;
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
