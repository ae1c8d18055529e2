package io.github.brazeaudience.cli.input;

import io.github.brazeaudience.audience.Audience;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Parses the lists of audiences of a line. */
final class NdjsonAudiences {
  private final Values values;
  private @Nullable String problem;

  NdjsonAudiences(Values values) {
    this.values = values;
  }

  /** The first error in the audiences, or null. */
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
            case "id" -> draft.id = values.wholeNumber(list, "[].id").orElse(0);
            case "name" -> draft.name = values.string(list, "[].name");
            default -> values.skip();
          }
        });
    if (draft.id <= 0 && problem == null) {
      problem =
          String.format(
              Locale.ROOT,
              "an audience of `%s` has no `id` from 1 to %d; write the audience id",
              list,
              Long.MAX_VALUE);
    }
    return draft.name == null ? Audience.of(draft.id) : Audience.of(draft.id, draft.name);
  }

  private static final class Draft {
    private long id;
    private @Nullable String name;
  }
}
