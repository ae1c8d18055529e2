package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.Audience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the lists of audiences of one line. */
final class NdjsonAudiences {
  private static final Pattern DIGITS = Pattern.compile("0*([1-9][0-9]{0,18})");

  private final Values values;
  private @Nullable String problem;

  NdjsonAudiences(Values values) {
    this.values = values;
  }

  /** What makes no sense in the audiences read so far, null if nothing does. */
  @Nullable String problem() {
    return problem;
  }

  List<Audience> read(String list) throws IOException, MalformedLineException {
    List<Audience> audiences = new ArrayList<>();
    values.array(list, () -> audiences.add(audience(list)));
    return audiences;
  }

  private Audience audience(String list) throws IOException, MalformedLineException {
    Draft draft = new Draft();
    values.object(
        list,
        "[]",
        member -> {
          switch (member) {
            case "id" -> draft.id = id(list);
            case "name" -> draft.name = values.string(list, "[].name");
            default -> values.skip();
          }
        });
    if (draft.id == 0 && problem == null) {
      problem =
          "an audience of `%s` has no `id` from 1 to %d; write the audience id"
              .formatted(list, Long.MAX_VALUE);
    }
    return draft.name == null ? Audience.of(draft.id) : Audience.of(draft.id, draft.name);
  }

  private static final class Draft {
    private long id;
    private @Nullable String name;
  }

  /** The id, 0 if it is out of range or no number. */
  private long id(String list) throws IOException, MalformedLineException {
    if (values.isNull()) {
      return 0;
    }
    if (!values.isNumber() && !values.isString()) {
      throw values.wrongType(list, "[].id", "an integer, or its digits in a string");
    }
    if (values.isLong()) {
      return Math.max(0, values.longValue());
    }
    var digits = DIGITS.matcher(values.text());
    if (!digits.matches()) {
      return 0;
    }
    try {
      return Long.parseLong(digits.group(1));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
