package io.github.brazeaudience.cli.show;

import io.github.brazeaudience.cli.output.Printable;
import io.github.brazeaudience.membership.KnownUser;
import io.github.brazeaudience.membership.KnownUser.Flag;
import io.github.brazeaudience.membership.ProfileExport;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What is known of a user, as text of at most {@value Table#WIDTH} columns. */
public final class UserText {
  private static final String NO_CAUSE =
      "Nothing found. Check the filter of the segment: quotes in a regex, \"is true\" for Booleans,"
          + " no quotes in an array filter.";
  private static final String NOT_READ = "With --remote, the profile in Braze is compared too.";

  private final ShownUser user;
  private final StringBuilder text = new StringBuilder();

  private UserText(ShownUser user) {
    this.user = user;
  }

  /** {@return the lines, each with its line end} */
  public static String of(ShownUser user) {
    UserText text = new UserText(user);
    text.write();
    return text.text.toString();
  }

  private void write() {
    line("User " + user.externalId());
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

  private void attributes() {
    List<AttributeRow> rows = user.attributes();
    if (rows.isEmpty()) {
      return;
    }
    heading("Attributes");
    Table table = new Table(28, 19, 19, 7);
    table.row("", "store", user.remote() == null ? "" : "Braze", "");
    for (AttributeRow row : rows) {
      table.row(row.name(), row.store(), row.braze(), row.match().mark());
    }
    text.append(table);
    if (rows.stream().anyMatch(row -> (row.store() + row.braze()).matches(".*[?-].*"))) {
      line("  (- absent, ? not known to the store)");
    }
  }

  private void audiences() {
    KnownUser stored = user.stored();
    if (stored == null || stored.damage().isPresent()) {
      return;
    }
    Set<Long> ids = new TreeSet<>(stored.members());
    ids.addAll(stored.statedAt().keySet());
    stored.segments().values().forEach(flag -> flag.audienceId().ifPresent(ids::add));
    user.audience().ifPresent(ids::add);
    if (ids.isEmpty()) {
      return;
    }
    heading("Audiences in the store");
    Table table = new Table(21, 11, 43);
    for (long id : ids) {
      table.row(
          String.valueOf(id),
          stored.members().contains(id) ? "member" : isKnown(stored, id) ? "left" : "not known",
          stored.newestStatement(id).map(time -> "newest timestamp " + time).orElse(""));
    }
    text.append(table);
  }

  private static boolean isKnown(KnownUser stored, long id) {
    Map<String, Flag> flags = stored.segments();
    return stored.full()
        || stored.statedAt().containsKey(id)
        || flags.values().stream()
            .anyMatch(flag -> flag.audienceId().filter(o -> o == id).isPresent());
  }

  private void heading(String title) {
    line("");
    line(title);
  }

  private void paragraph(String first, String words) {
    text.append(Table.paragraph(first, Printable.line(words)));
  }

  private void line(String words) {
    text.append(Printable.line(words)).append('\n');
  }
}
