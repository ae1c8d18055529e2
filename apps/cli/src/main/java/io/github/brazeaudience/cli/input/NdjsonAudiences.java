package io.github.brazeaudience.cli.input;

import com.fasterxml.jackson.core.JsonParser;
import io.github.brazeaudience.audience.Audience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the lists of audiences of a line. */
final class NdjsonAudiences {
  private final JsonParser parser;
  private final Values values;
  private final InternedAudiences interned;
  private final Values.Element element = this::readAudience;
  private final Values.Member member = this::readMember;
  private List<Audience> audiences = List.of();
  private String list = "";
  private @Nullable String problem;

  // The current audience. Its name is in one of the two, depending on which of the members is
  // first.
  private long id;
  private @Nullable String name;
  private @Nullable Audience named;

  NdjsonAudiences(JsonParser parser, Values values, InternedAudiences interned) {
    this.parser = parser;
    this.values = values;
    this.interned = interned;
  }

  /** The first error in the audiences, or null. */
  @Nullable String problem() {
    return problem;
  }

  List<Audience> read(String name) throws IOException, MalformedLineException {
    audiences = new ArrayList<>();
    list = name;
    values.array(name, element);
    return audiences;
  }

  private void readAudience() throws IOException, MalformedLineException {
    id = 0;
    name = null;
    named = null;
    values.object(list, "[]", member);
    if (id <= 0 && problem == null) {
      problem =
          String.format(
              Locale.ROOT,
              "an audience of `%s` has no whole number from 1 to %d as its `id`; write the audience id",
              list,
              Long.MAX_VALUE);
    }
    audiences.add(audience());
  }

  private Audience audience() {
    if (named != null) {
      return named;
    }
    return name == null ? interned.get(id) : Audience.of(id, name);
  }

  private void readMember(String what) throws IOException, MalformedLineException {
    switch (what) {
      case "id" -> id = values.wholeNumber(list, "[].id").orElse(0);
      case "name" -> readName();
      default -> values.skip();
    }
  }

  private void readName() throws IOException, MalformedLineException {
    values.expectString(list, "[].name");
    if (id == 0) {
      name = parser.getText();
    } else {
      named =
          interned.get(
              id, parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength());
    }
  }
}
