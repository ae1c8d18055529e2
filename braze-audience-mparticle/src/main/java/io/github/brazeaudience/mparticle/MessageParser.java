package io.github.brazeaudience.mparticle;

import com.squareup.moshi.JsonReader;
import io.github.brazeaudience.audience.UnreadableUpdate;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Parser of one document, whose members can be in any order. It yields updates for {@link
 * FirehoseReader}, or a message.
 */
final class MessageParser {
  private static final String CHANGE_REQUEST = "audience_membership_change_request";
  private static final String SUBSCRIPTION_REQUEST = "audience_subscription_request";
  private static final String REGISTRATION_REQUEST = "module_registration_request";
  private static final JsonReader.Options MESSAGE =
      JsonReader.Options.of(
          "type",
          "timestamp_ms",
          "user_profiles",
          "id",
          "audience_id",
          "audience_name",
          "action",
          "audience_subscription_settings");

  private final DocumentSource source;
  private final JsonReader reader;
  private final Queue<LocatedUpdate> updates = new ArrayDeque<>();
  private final SubscriptionMembers subscription = new SubscriptionMembers();
  private long line;
  private Scalar type = Scalar.ABSENT;
  private Scalar id = Scalar.ABSENT;
  private @Nullable Instant timestamp;
  private @Nullable String problem;
  private @Nullable String timestampProblem;
  private @Nullable String profilesProblem;

  private MessageParser(DocumentSource source) {
    this.source = source;
    this.reader = JsonReader.of(source.buffered());
  }

  /** Reads the next document of the source; an {@link IOException} means invalid content. */
  static MessageParser parse(DocumentSource source) throws IOException {
    MessageParser parser = new MessageParser(source);
    parser.parse();
    source.endDocument();
    return parser;
  }

  /** Returns the message about an unreadable document. */
  static String malformed(String problem) {
    return "the Firehose document %s; fix it".formatted(problem);
  }

  /** The updates, each on the line on which its profile begins. */
  Queue<LocatedUpdate> updates() {
    String found = problem != null || !type.is(CHANGE_REQUEST) ? problem : changeProblem();
    if (found != null) {
      return new ArrayDeque<>(
          List.of(new LocatedUpdate(line, UnreadableUpdate.malformed(malformed(found)))));
    }
    return type.is(CHANGE_REQUEST) ? updates : new ArrayDeque<>(0);
  }

  /** {@return the timestamp of the message, or null if it has none} */
  @Nullable Instant timestamp() {
    return timestamp;
  }

  FirehoseMessage message() {
    if (problem != null) {
      return malformedMessage(problem);
    }
    if (type.is(CHANGE_REQUEST)) {
      return change();
    }
    if (type.is(SUBSCRIPTION_REQUEST)) {
      String found = timestampProblem != null ? timestampProblem : subscription.problem();
      return found != null
          ? malformedMessage(found)
          : new AudienceSubscriptionRequest(
              id.text(),
              timestamp,
              subscription.audience(),
              subscription.action(),
              subscription.settings());
    }
    return type.is(REGISTRATION_REQUEST)
        ? new ModuleRegistrationRequest(id.text())
        : new OtherMessage(id.text(), type.text());
  }

  private FirehoseMessage change() {
    String found = changeProblem();
    if (found != null) {
      return malformedMessage(found);
    }
    return updates.isEmpty()
        ? new VerificationRequest(id.text())
        : new AudienceMembershipChangeRequest(
            id.text(), updates.stream().map(update -> update.at(timestamp).update()).toList());
  }

  private @Nullable String changeProblem() {
    return timestampProblem != null ? timestampProblem : profilesProblem;
  }

  private MalformedMessage malformedMessage(String found) {
    return new MalformedMessage(id.text(), malformed(found));
  }

  private void parse() throws IOException {
    line = source.line();
    if (reader.peek() != JsonReader.Token.BEGIN_OBJECT) {
      reader.skipValue();
      problem = "is not an object";
      return;
    }
    Members members = new Members(reader, MESSAGE);
    for (int name = members.next(); name >= 0; name = members.next()) {
      switch (name) {
        case 0 -> type = Scalar.read(reader);
        case 1 -> readTimestamp();
        case 2 -> readProfiles();
        case 3 -> id = Scalar.read(reader);
        case 4 -> subscription.readId(reader);
        case 5 -> subscription.readName(reader);
        case 6 -> subscription.readAction(reader);
        default -> subscription.readSettings(reader);
      }
    }
    if (members.repeated(0) || members.repeated(1) || members.repeated(2)) {
      problem = "has `type`, `timestamp_ms` or `user_profiles` twice";
    }
    if (members.repeated(3)) {
      id = Scalar.ABSENT;
    }
    if (members.repeated(4) || members.repeated(5) || members.repeated(6) || members.repeated(7)) {
      subscription.problem("has a member of the subscription twice");
    }
  }

  private void readTimestamp() throws IOException {
    Scalar millis = Scalar.read(reader);
    if (millis.text() == null && !millis.wrongType()) {
      return;
    }
    millis
        .wholeNumber()
        .ifPresentOrElse(
            value -> timestamp = Instant.ofEpochMilli(value),
            () -> timestampProblem = "has a `timestamp_ms` that is not an integer");
  }

  private void readProfiles() throws IOException {
    boolean wanted = type.text() == null || type.is(CHANGE_REQUEST);
    JsonReader.Token token = reader.peek();
    if (!wanted || token != JsonReader.Token.BEGIN_ARRAY) {
      if (token != JsonReader.Token.BEGIN_ARRAY && token != JsonReader.Token.NULL) {
        profilesProblem = "has a `user_profiles` that is not an array";
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
        long profileLine = source.line();
        updates.add(new LocatedUpdate(profileLine, ProfileParser.parse(reader)));
      }
      default -> {
        long elementLine = source.line();
        reader.skipValue();
        updates.add(
            new LocatedUpdate(
                elementLine,
                UnreadableUpdate.malformed(
                    "`user_profiles` has an element that is not an object; fix it")));
      }
    }
  }
}
