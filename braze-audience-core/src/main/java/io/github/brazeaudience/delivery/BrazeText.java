package io.github.brazeaudience.delivery;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.outcome.BrazeError;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Words of Braze's, made fit to be shown: what may be a value of a user is taken out. */
final class BrazeText {
  private static final String REMOVED = "...";
  private static final Pattern QUOTED = Pattern.compile("'([^']*)'|\"([^\"]*)\"");
  private static final Pattern PERSONAL = Pattern.compile("\\S*@\\S*|\\S*\\d{4,}\\S*|\\S{41,}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private BrazeText() {}

  /**
   * Keeps codes and the names of Braze's own fields; takes out other quotations, addresses and long
   * numbers.
   */
  static String redacted(String text) {
    String bounded = text.substring(0, Math.min(text.length(), 2 * BrazeError.MAX_TYPE_LENGTH));
    String result = QUOTED.matcher(bounded).replaceAll(BrazeText::fieldOnly);
    result = PERSONAL.matcher(result).replaceAll(REMOVED);
    return CONTROL.matcher(result).replaceAll(" ");
  }

  private static String fieldOnly(MatchResult quoted) {
    String inside = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
    boolean field =
        AttributeNames.isReserved(inside)
            || inside.equals("attributes")
            || inside.equals("events")
            || inside.equals("purchases");
    return field ? "'" + inside + "'" : REMOVED;
  }
}
