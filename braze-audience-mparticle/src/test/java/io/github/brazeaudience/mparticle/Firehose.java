package io.github.brazeaudience.mparticle;

import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Firehose text for tests, and what the reader makes of it. */
final class Firehose {
  static final String PRE_2_0 =
      """
      {"type":"audience_membership_change_request","user_profiles":[{"user_identities":[{"type":"customer",\
      "encoding":"raw","value":"c-1"}],"added_audiences":[{"audience_id":1,"audience_name":"A"}],\
      "removed_audiences":[{"audience_id":2,"audience_name":"B"}]}]}""";

  private Firehose() {}

  static byte[] sample(String name) {
    try (InputStream stream = Firehose.class.getResourceAsStream("/mparticle/" + name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A message with one profile. */
  static String message(String profile) {
    return messageOf("\"user_profiles\":[" + profile + "]");
  }

  static String messageOf(String members) {
    return "{\"type\":\"audience_membership_change_request\",\"timestamp_ms\":1714592744065,"
        + members
        + "}";
  }

  static String customer(String id) {
    return "{\"user_identities\":[{\"type\":\"customer\",\"encoding\":\"raw\",\"value\":\""
        + id
        + "\"}]}";
  }

  /** A profile with these audiences. */
  static String audiences(String... audiences) {
    return "{\"audiences\":[" + String.join(",", audiences) + "]}";
  }

  static String move(Object id, String action) {
    return "{\"audience_id\":%s,\"audience_name\":\"N%s\",\"action\":\"%s\"}"
        .formatted(id, id, action);
  }

  static List<AudienceUpdate> read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  static List<AudienceUpdate> read(byte[] bytes) {
    return drain(FirehoseReader.of(new ByteArrayInputStream(bytes)));
  }

  static List<AudienceUpdate> drain(FirehoseReader reader) {
    List<AudienceUpdate> updates = new ArrayList<>();
    reader.forEachRemaining(updates::add);
    return updates;
  }

  static MembershipChange change(String text) {
    return (MembershipChange) single(text);
  }

  static UnreadableUpdate unreadable(String text) {
    return (UnreadableUpdate) single(text);
  }

  private static AudienceUpdate single(String text) {
    List<AudienceUpdate> updates = read(text);
    if (updates.size() != 1) {
      throw new AssertionError("one update was expected, but there were " + updates);
    }
    return updates.get(0);
  }
}
