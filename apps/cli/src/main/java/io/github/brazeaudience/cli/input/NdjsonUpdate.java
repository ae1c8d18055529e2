package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UnreadableUpdate;
import io.github.brazeaudience.audience.UserProfile;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Parses the object of a line, ignoring unknown members. */
final class NdjsonUpdate {
  private final JsonParser parser;
  private final Values values;
  private final NdjsonProfile profile;
  private final NdjsonAudiences audiences;
  private @Nullable List<Audience> memberOf;
  private @Nullable List<Audience> entered;
  private @Nullable List<Audience> left;
  private @Nullable Instant timestamp;

  NdjsonUpdate(JsonParser parser, InternedAudiences interned) {
    this.parser = parser;
    this.values = new Values(parser);
    this.profile = new NdjsonProfile(values);
    this.audiences = new NdjsonAudiences(parser, values, interned);
  }

  /** The number of identities of unknown types, which are ignored. */
  int unknownIdentities() {
    return profile.unknownIdentities();
  }

  /** Reads up to the end of the object. */
  AudienceUpdate read() throws IOException, MalformedLineException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedLineException("the line is not a JSON object; write one object per line");
    }
    values.members(this::member);
    if (parser.currentToken() != JsonToken.END_OBJECT) {
      throw new MalformedLineException("the line ends before its object; write the whole object");
    }
    return update();
  }

  private void member(String name) throws IOException, MalformedLineException {
    switch (name) {
      case "identities" -> profile.readIdentities();
      case "devices" -> profile.readDevices();
      case "push_tokens" -> profile.readPushTokens();
      case "member_of" -> memberOf = audiences.read(name);
      case "entered" -> entered = audiences.read(name);
      case "left" -> left = audiences.read(name);
      case "timestamp" -> timestamp = timestamp();
      default -> parser.skipChildren();
    }
  }

  private Instant timestamp() throws IOException, MalformedLineException {
    OptionalLong millis = values.wholeNumber("", "timestamp");
    if (millis.isEmpty()) {
      throw new MalformedLineException(
          "`timestamp` must be a whole number of milliseconds since 1970-01-01 UTC, such as"
              + " 1714592744065; correct it or leave it out");
    }
    return Instant.ofEpochMilli(millis.getAsLong());
  }

  private AudienceUpdate update() {
    String problem = audiences.problem();
    if (problem == null) {
      problem = problemOfLists();
    }
    if (problem != null) {
      return UnreadableUpdate.invalidAudience(problem);
    }
    UserProfile user = profile.build();
    List<Audience> full = memberOf;
    List<Audience> out = Objects.requireNonNullElse(left, List.of());
    if (full != null) {
      MembershipSnapshot snapshot = MembershipSnapshot.of(user, full).withLeft(out);
      return timestamp == null ? snapshot : snapshot.at(timestamp);
    }
    List<Audience> in = Objects.requireNonNullElse(entered, List.of());
    MembershipChange change = MembershipChange.of(user, in, out);
    return timestamp == null ? change : change.at(timestamp);
  }

  private @Nullable String problemOfLists() {
    if (memberOf != null && entered != null) {
      return "the line has `member_of` and `entered`; write `member_of` for the full membership, or"
          + " `entered` and `left` for a change";
    }
    if (memberOf == null && entered == null && left == null) {
      return "the line has none of `member_of`, `entered` and `left`; write all audiences of the"
          + " user in `member_of`, or those of a change in `entered` and `left`";
    }
    return null;
  }
}
