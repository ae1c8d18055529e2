package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.output.Printable;
import io.github.brazeaudience.cli.show.AttributeRow.Match;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.ProfileExport;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Known data of a user, as text for a terminal. */
public final class UserText {
  private static final String NO_CAUSE =
      "Nothing found. Check the filter of the segment: quotes in a regex, \"is true\" for Booleans,"
          + " no quotes in an array filter.";
  private static final String NOT_READ = "With --remote, the profile in Braze is compared too.";

  private static final int MARK = 7;
  private static final int STATE = 12;
  private static final int LONGEST_ID = 19;

  private final ShownUser user;
  private final int columns;
  private final StringBuilder text = new StringBuilder();

  private UserText(ShownUser user, int columns) {
    this.user = user;
    this.columns = columns;
  }

  /**
   * Returns the lines, each with its line end.
   *
   * @param columns the width of the terminal
   */
  public static String of(ShownUser user, int columns) {
    UserText text = new UserText(user, columns);
    text.write();
    return text.text.toString();
  }

  private void write() {
    paragraph("User ", user.externalId());
    if (user.store() != null) {
      paragraph("  Store   ", String.valueOf(user.store()));
      paragraph("  Record  ", record());
    }
    if (user.remote() != null) {
      paragraph("  Braze   ", profile());
    }
    attributes();
    audiences();
    NextUpdate next = user.next();
    if (next != null) {
      heading("Next update");
      paragraph("  ", next.description());
      next.object().ifPresent(object -> paragraph("  ", object));
    }
    heading("Why the user may not be in a segment");
    List<String> causes = Causes.of(user);
    for (int i = 0; i < causes.size(); i++) {
      paragraph("  " + (i + 1) + ". ", causes.get(i));
    }
    if (causes.isEmpty()) {
      paragraph("  ", NO_CAUSE);
    }
    if (user.remote() == null) {
      paragraph("  ", NOT_READ);
    }
  }

  private String record() {
    KnownUser stored = user.stored();
    if (stored == null) {
      return "none";
    }
    if (stored.damage().isPresent()) {
      return "damaged";
    }
    String contact =
        (stored.email() ? ", email" : "")
            + stored.pushTokens().stream()
                .sorted()
                .map(platform -> ", push token " + platform)
                .collect(Collectors.joining());
    return (stored.full() ? "all audiences known" : "some audiences known")
        + (stored.pending() ? ", A WRITE IS IN DOUBT" : ", no write in doubt")
        + stored.writtenInFullAt().map(time -> ", written in full " + time).orElse(", not written")
        + contact;
  }

  private String profile() {
    if (user.remote() instanceof ProfileExport.Failed failed) {
      return "could not be read (" + failed.reason() + ")";
    }
    return user.remote() instanceof ProfileExport.NotFound
        ? "no profile with this external id"
        : "has the profile";
  }

  /** With a question about one audience, those that have nothing to do with it are left out. */
  private void attributes() {
    List<AttributeRow> all = user.attributes();
    List<AttributeRow> rows = all.stream().filter(this::isShown).toList();
    if (rows.isEmpty()) {
      return;
    }
    heading("Attributes");
    int free = columns - Table.margin(4) - MARK;
    int value = Math.max(1, free * 2 / 7);
    Table table = new Table(Math.max(1, free - 2 * value), value, value, MARK);
    table.row("", "store", user.remote() == null ? "" : "Braze", "");
    for (AttributeRow row : rows) {
      table.row(row.name(), row.store(), row.braze(), row.match().mark());
    }
    text.append(table);
    List<String> values = rows.stream().flatMap(it -> Stream.of(it.store(), it.braze())).toList();
    if (values.contains(AttributeRow.ABSENT) || values.contains(AttributeRow.UNKNOWN)) {
      paragraph("  ", "(- absent, ? not known to the store)");
    }
    if (rows.size() < all.size()) {
      paragraph(
          "  ",
          String.format(
              Locale.ROOT,
              "(%d attributes of other audiences are not shown; leave --audience out to see them)",
              all.size() - rows.size()));
    }
  }

  private boolean isShown(AttributeRow row) {
    return user.audience().isEmpty()
        || row.audiences().contains(user.audience().getAsLong())
        || row.isOfAllAudiences(user.config().attributeNames())
        || row.match() == Match.DIFFERS
        || row.match() == Match.IN_DOUBT
        || row.store().equals(AttributeRow.UNKNOWN);
  }

  private void audiences() {
    KnownUser stored = user.stored();
    if (stored == null || stored.damage().isPresent()) {
      return;
    }
    Set<Long> ids = user.audience().isPresent() ? Set.of(user.audience().getAsLong()) : ids(stored);
    if (ids.isEmpty()) {
      return;
    }
    heading("Audiences in the store");
    int free = columns - Table.margin(3) - STATE;
    int id = Math.max(1, Math.min(LONGEST_ID, free / 3));
    Table table = new Table(id, STATE, Math.max(1, free - id));
    for (long audience : ids) {
      table.row(
          String.valueOf(audience),
          state(stored, audience),
          stored.newestStatement(audience).map(time -> "newest timestamp " + time).orElse(""));
    }
    text.append(table);
  }

  private static Set<Long> ids(KnownUser stored) {
    Set<Long> ids = new TreeSet<>(stored.members());
    ids.addAll(stored.statedAt().keySet());
    stored.segments().values().forEach(flag -> flag.audienceId().ifPresent(ids::add));
    return ids;
  }

  private static String state(KnownUser stored, long id) {
    if (stored.members().contains(id)) {
      return "member";
    }
    return isStated(stored, id) ? "left" : stored.full() ? "not a member" : "not known";
  }

  private static boolean isStated(KnownUser stored, long id) {
    Map<String, Flag> flags = stored.segments();
    return stored.statedAt().containsKey(id)
        || flags.values().stream()
            .anyMatch(flag -> flag.audienceId().filter(o -> o == id).isPresent());
  }

  private void heading(String title) {
    line("");
    line(title);
  }

  private void paragraph(String first, String words) {
    text.append(Table.paragraph(columns, first, Printable.line(words)));
  }

  private void line(String words) {
    text.append(Printable.line(words)).append('\n');
  }
}
