package io.github.brazeaudience.cli.show;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.cli.output.Printable;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.KnownUser.State;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Counts the users of a store by their known state in one audience. */
public final class AudienceCounts {
  private final long audience;
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final Map<String, Long> names = new TreeMap<>();

  private AudienceCounts(long audience) {
    this.audience = audience;
    for (Count count : Count.values()) {
      counts.put(count.key, 0L);
    }
  }

  private enum Count {
    USERS("users", "users in the store"),
    MEMBERS("members", "members of the audience"),
    IN_STRING("in_string", "have the id in the string attribute"),
    IN_ARRAY("in_array", "have the id in the array attribute"),
    TRUE("attribute_true", "have the attribute per segment, true"),
    FALSE("attribute_false", "have the attribute per segment, false"),
    MEMBERS_IN_DOUBT("members_in_doubt", "members with a write in doubt"),
    IN_DOUBT("in_doubt", "users with a write in doubt"),
    DAMAGED("damaged", "damaged records");

    private final String key;
    private final String title;

    Count(String key, String title) {
      this.key = key;
      this.title = title;
    }
  }

  /** Counts all users, in constant memory. */
  public static AudienceCounts of(long audience, Iterator<KnownUser> users) {
    AudienceCounts counts = new AudienceCounts(audience);
    users.forEachRemaining(counts::add);
    return counts;
  }

  private void add(KnownUser user) {
    boolean member = user.members().contains(audience);
    Flag element = user.elements().get(audience);
    count(Count.USERS, true);
    count(Count.DAMAGED, user.damage().isPresent());
    count(Count.IN_DOUBT, user.pending());
    count(Count.MEMBERS, member);
    count(Count.MEMBERS_IN_DOUBT, member && user.pending());
    count(Count.IN_STRING, user.single().ids().contains(audience));
    count(
        Count.IN_ARRAY,
        user.array().ids().contains(audience) || (element != null && element.member()));
    user.segments()
        .forEach(
            (name, flag) -> {
              if (flag.state() == State.KNOWN
                  && flag.audienceId().filter(id -> id == audience).isPresent()) {
                names.merge(name, 1L, Long::sum);
                count(flag.member() ? Count.TRUE : Count.FALSE, true);
              }
            });
  }

  private void count(Count count, boolean counts) {
    if (counts) {
      this.counts.merge(count.key, 1L, Long::sum);
    }
  }

  /**
   * Returns the counts as text.
   *
   * @param columns the width of the terminal
   */
  public String text(int columns) {
    StringBuilder text = new StringBuilder("Audience " + audience + "\n");
    for (Count count : Count.values()) {
      text.append(
          Table.paragraph(
              columns, String.format(Locale.ROOT, "%,12d  ", counts.get(count.key)), count.title));
    }
    names.forEach(
        (name, users) ->
            text.append(
                Table.paragraph(
                    columns,
                    String.format(Locale.ROOT, "%,12d  ", users),
                    Printable.line("with the attribute \"" + name + "\""))));
    return text.toString();
  }

  /** {@return the counts as one line of JSON} */
  public String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("audience", audience);
      for (Map.Entry<String, Long> count : counts.entrySet()) {
        json.writeNumberField(count.getKey(), count.getValue());
      }
      json.writeObjectFieldStart("attributes");
      for (Map.Entry<String, Long> name : names.entrySet()) {
        json.writeNumberField(name.getKey(), name.getValue());
      }
      json.writeEndObject();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    return text + "\n";
  }
}
