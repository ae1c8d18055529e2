package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.outcome.BrazeError;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Words of Braze's, made fit to be shown: what may be a value of a user is taken out. */
final class BrazeText {
  static final String REMOVED = "...";

  /** As much as is looked at: what is shown, and the longest value that may begin in it. */
  private static final int MAX_LOOKED_AT = 4_096;

  private static final int MAX_SHOWN = 2 * BrazeError.MAX_TYPE_LENGTH;

  /** Values that are shorter may be parts of words by chance. */
  private static final int DISTINCT = 4;

  /** An apostrophe within a word is no quotation mark; a quotation without an end is one. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:'(.*?)'(?![\\p{L}\\p{N}])|\"(.*?)\"(?![\\p{L}\\p{N}])|['\"].*)",
          Pattern.DOTALL);

  private static final Pattern PERSONAL = Pattern.compile("\\S*@\\S*|\\S*\\d{4,}\\S*|\\S{41,}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern LAST_WORD = Pattern.compile("\\S*$");

  private BrazeText() {}

  /**
   * Keeps codes and the names of Braze's own fields; takes out the values given, other quotations,
   * addresses and long numbers.
   *
   * @param personal what is known of the users whom the text may be about
   */
  static String redacted(String text, Collection<String> personal) {
    String result = text.substring(0, Math.min(text.length(), MAX_LOOKED_AT));
    String folded = result.toLowerCase(Locale.ROOT);
    for (String value : personal) {
      if (folded.contains(value.strip().toLowerCase(Locale.ROOT))) {
        result = without(result, value.strip());
      }
    }
    result = QUOTED.matcher(result).replaceAll(BrazeText::fieldOnly);
    if (result.length() > MAX_SHOWN) {
      result = LAST_WORD.matcher(result.substring(0, MAX_SHOWN)).replaceFirst(REMOVED);
    }
    result = PERSONAL.matcher(result).replaceAll(REMOVED);
    return CONTROL.matcher(result).replaceAll(" ");
  }

  static String without(String text, String value) {
    if (value.isEmpty()) {
      return text;
    }
    String pattern = Pattern.quote(value);
    if (value.length() < DISTINCT) {
      pattern = "(?<![\\p{L}\\p{N}_])" + pattern + "(?![\\p{L}\\p{N}_])";
    }
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(text)
        .replaceAll(REMOVED);
  }

  private static String fieldOnly(MatchResult quoted) {
    String inside = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
    boolean field =
        inside != null
            && (AttributeNames.isReserved(inside)
                || inside.equals("attributes")
                || inside.equals("events")
                || inside.equals("purchases"));
    return field ? "'" + inside + "'" : REMOVED;
  }
}
