package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.audience.AudienceRenaming;
import io.github.brazeaudience.audience.AudienceRetirement;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.AttributeNames;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.outcome.BrazeError;
import java.util.Collection;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Removes secrets and personal data from error texts of Braze and of exceptions. */
public final class ErrorRedactor {
  private static final String REMOVED = "...";

  /** Longer than the shown part, because a sensitive value may extend beyond it. */
  private static final int MAX_SCANNED = 4_096;

  private static final int MAX_SHOWN = 2 * BrazeError.MAX_TYPE_LENGTH;
  private static final int MAX_CAUSE_LENGTH = 200;

  /** Causes may form a cycle. */
  private static final int MAX_CAUSES = 16;

  /** A shorter value is removed only where it is a whole word. */
  private static final int MIN_LENGTH_INSIDE_WORDS = 4;

  /** An apostrophe within a word is not a quotation mark; a quotation may lack its end. */
  private static final Pattern QUOTED =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}])(?:'(.*?)'(?![\\p{L}\\p{N}])|\"(.*?)\"(?![\\p{L}\\p{N}])|['\"].*)",
          Pattern.DOTALL);

  private static final Pattern PERSONAL = Pattern.compile("\\S*@\\S*|\\S*\\d{4,}\\S*|\\S{41,}");
  private static final Pattern ADDRESS = Pattern.compile("\\S*@\\S*");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");
  private static final Pattern UNPRINTABLE =
      Pattern.compile("[\\p{Cntrl}\\p{Cf}\\p{Co}\\p{Cn}\\p{Cs}\\p{Zl}\\p{Zp}\\s]+");
  private static final Pattern LAST_WORD = Pattern.compile("\\S*$");

  private ErrorRedactor() {}

  /**
   * Returns a text of Braze without the sensitive values, quotations, addresses and long numbers.
   * Error codes and the names of Braze's own fields remain.
   */
  public static String redact(String text, Collection<String> sensitive) {
    String result = text.substring(0, Math.min(text.length(), MAX_SCANNED));
    String folded = result.toLowerCase(Locale.ROOT);
    for (String value : sensitive) {
      if (folded.contains(value.strip().toLowerCase(Locale.ROOT))) {
        result = without(result, value.strip());
      }
    }
    result = QUOTED.matcher(result).replaceAll(ErrorRedactor::fieldNameOnly);
    if (result.length() > MAX_SHOWN) {
      result = LAST_WORD.matcher(result.substring(0, MAX_SHOWN)).replaceFirst(REMOVED);
    }
    result = PERSONAL.matcher(result).replaceAll(REMOVED);
    return CONTROL.matcher(result).replaceAll(" ");
  }

  /**
   * Returns the message of the innermost cause that has one, else the class name, as one bounded
   * printable line without the sensitive values.
   */
  public static String describe(Throwable failure, Collection<String> sensitive) {
    try {
      String text = describeMessage(innermostMessage(failure), sensitive);
      return text.isEmpty() ? failure.getClass().getSimpleName() : text;
    } catch (Throwable e) {
      // Methods of foreign exceptions may throw, and there may be no memory for the text.
      return "the cause could not be described";
    }
  }

  /** Adds the identities, devices and push tokens of the user of an update to a collection. */
  public static void addSensitiveValues(Collection<String> values, AudienceUpdate update) {
    if (update instanceof AudienceRetirement retirement) {
      values.add(retirement.externalId());
    }
    if (update instanceof AudienceRenaming renaming) {
      values.add(renaming.externalId());
    }
    UserProfile user = user(update);
    if (user == null) {
      return;
    }
    for (IdentityType type : IdentityType.values()) {
      user.identity(type).ifPresent(values::add);
    }
    for (DeviceIdentityType type : DeviceIdentityType.values()) {
      user.device(type).ifPresent(values::add);
    }
    user.brazeId().ifPresent(values::add);
    for (PushToken token : user.pushTokens()) {
      values.add(token.token());
      token.deviceId().ifPresent(values::add);
    }
  }

  private static @Nullable UserProfile user(AudienceUpdate update) {
    if (update instanceof MembershipSnapshot snapshot) {
      return snapshot.user();
    }
    return update instanceof MembershipChange change ? change.user() : null;
  }

  private static String without(String text, String value) {
    if (value.isEmpty()) {
      return text;
    }
    String pattern = Pattern.quote(value);
    if (value.length() < MIN_LENGTH_INSIDE_WORDS) {
      pattern = "(?<![\\p{L}\\p{N}_])" + pattern + "(?![\\p{L}\\p{N}_])";
    }
    return Pattern.compile(pattern, Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE)
        .matcher(text)
        .replaceAll(REMOVED);
  }

  private static String fieldNameOnly(MatchResult quoted) {
    String inside = quoted.group(1) != null ? quoted.group(1) : quoted.group(2);
    boolean isFieldName =
        inside != null
            && (AttributeNames.isReserved(inside)
                || inside.equals("attributes")
                || inside.equals("events")
                || inside.equals("purchases"));
    return isFieldName ? "'" + inside + "'" : REMOVED;
  }

  private static String innermostMessage(Throwable failure) {
    String innermost = "";
    @Nullable Throwable cause = failure;
    for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
      String message = cause.getMessage();
      innermost = message == null || message.isBlank() ? innermost : message;
      cause = cause.getCause();
    }
    return innermost;
  }

  private static String describeMessage(String message, Collection<String> sensitive) {
    String text = message.substring(0, Math.min(message.length(), 8 * MAX_CAUSE_LENGTH));
    for (String value : sensitive) {
      if (text.contains(value)) {
        text = without(text, value);
      }
    }
    text = ADDRESS.matcher(text).replaceAll(REMOVED);
    text = UNPRINTABLE.matcher(text).replaceAll(" ").strip();
    return text.length() <= MAX_CAUSE_LENGTH
        ? text
        : UNPRINTABLE.matcher(text.substring(0, MAX_CAUSE_LENGTH)).replaceAll(" ").strip()
            + REMOVED;
  }
}
