package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** Reads one document into its updates. Its members may stand in any order. */
final class MessageParser {
  private static final String CHANGE_REQUEST = "audience_membership_change_request";
  private static final JsonReader.Options MESSAGE =
      JsonReader.Options.of("type", "timestamp_ms", "user_profiles");

  private final DocumentSource source;
  private final JsonReader reader;
  private final Queue<LocatedUpdate> updates = new ArrayDeque<>();
  private Scalar type = Scalar.ABSENT;
  private @Nullable Instant timestamp;
  private @Nullable String malformed;

  /** An update, and the line on which its profile begins. */
  record LocatedUpdate(long line, AudienceUpdate update) {
    LocatedUpdate at(@Nullable Instant timestamp) {
      return timestamp != null && update instanceof MembershipChange change
          ? new LocatedUpdate(line, change.at(timestamp))
          : this;
    }
  }

  /**
   * What a document says.
   *
   * @param timestamp when it came true, if the message says so
   */
  record Message(Queue<LocatedUpdate> updates, @Nullable Instant timestamp) {
    static Message of(long line, UnreadableUpdate update) {
      return new Message(new ArrayDeque<>(List.of(new LocatedUpdate(line, update))), null);
    }

    static Message empty() {
      return new Message(new ArrayDeque<>(), null);
    }
  }

  private MessageParser(DocumentSource source) {
    this.source = source;
    this.reader = JsonReader.of(source.buffered());
  }

  /** Reads the document that the source stands before; an {@link IOException} tells bad content. */
  static Message parse(DocumentSource source) throws IOException {
    return new MessageParser(source).parse();
  }

  private Message parse() throws IOException {
    long line = source.line();
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      return malformed(line, "is not an object");
    }
    Members members = new Members(reader, MESSAGE);
    for (int name = members.next(); name >= 0; name = members.next()) {
      switch (name) {
        case 0 -> type = Scalar.read(reader);
        case 1 -> readTimestamp();
        default -> readProfiles();
      }
    }
    if (members.repeated()) {
      return malformed(line, "has `type`, `timestamp_ms` or `user_profiles` twice");
    }
    if (!type.is(CHANGE_REQUEST)) {
      return Message.empty();
    }
    return malformed != null ? malformed(line, malformed) : new Message(updates, timestamp);
  }

  private void readTimestamp() throws IOException {
    Scalar millis = Scalar.read(reader);
    if (millis.text() == null && !millis.wrongType()) {
      return;
    }
    try {
      timestamp = Instant.ofEpochMilli(Long.parseLong(String.valueOf(millis.text())));
    } catch (NumberFormatException notMillis) {
      malformed = "has a `timestamp_ms` that is not an integer";
    }
  }

  private void readProfiles() throws IOException {
    boolean wanted = type.text() == null || type.is(CHANGE_REQUEST);
    JsonReader.Token token = reader.peek();
    if (!wanted || token != JsonReader.Token.BEGIN_ARRAY) {
      if (token != JsonReader.Token.BEGIN_ARRAY && token != JsonReader.Token.NULL) {
        malformed = "has a `user_profiles` that is not an array";
      }
      reader.skipValue();
      return;
    }
    reader.beginArray();
    while (reader.hasNext()) {
      readProfile();
    }
    reader.endArray();
  }

  private void readProfile() throws IOException {
    switch (reader.peek()) {
      case NULL -> reader.skipValue();
      case BEGIN_OBJECT -> {
        long line = source.line();
        updates.add(new LocatedUpdate(line, ProfileParser.parse(reader)));
      }
      default -> {
        long line = source.line();
        reader.skipValue();
        updates.add(
            new LocatedUpdate(
                line,
                UnreadableUpdate.malformed(
                    "`user_profiles` has an element that is not an object; mend it")));
      }
    }
  }

  private static Message malformed(long line, String problem) {
    return Message.of(
        line, UnreadableUpdate.malformed("the Firehose document %s; mend it".formatted(problem)));
  }
}
