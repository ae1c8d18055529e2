package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeEndpoints;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Parses the value of {@code --rest-endpoint}. */
public final class Endpoint {
  private static final String CLEARTEXT = "http://";
  private static final Pattern SUGGESTION = Pattern.compile("write \"([^\"]+)\"$");

  private Endpoint() {}

  /** Parses an authority, or {@code http://} and a server on this machine. */
  public static BrazeEndpoints parse(String text) throws UsageException {
    boolean cleartext = text.toLowerCase(Locale.ROOT).startsWith(CLEARTEXT);
    String authority = cleartext ? text.substring(CLEARTEXT.length()) : text;
    try {
      BrazeEndpoints endpoints = BrazeEndpoints.ofRest(authority);
      if (!cleartext) {
        return endpoints;
      }
      if (isLoopback(authority)) {
        return BrazeEndpoints.ofCleartextLoopback(authority);
      }
      throw new UsageException(
          "--rest-endpoint: http:// is allowed only for a server on this machine (127.0.0.1, localhost, [::1]); write \"%s\" to connect over TLS"
              .formatted(endpoints.rest()));
    } catch (IllegalArgumentException e) {
      throw new UsageException(
          "--rest-endpoint " + problem(String.valueOf(e.getMessage()), cleartext));
    }
  }

  private static boolean isLoopback(String authority) {
    try {
      BrazeEndpoints.ofCleartextLoopback(authority);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The message of the core library; its suggestion keeps {@code http://} if that is allowed. */
  private static String problem(String message, boolean cleartext) {
    String problem = message.replaceFirst("^`rest` ", "");
    Matcher suggestion = SUGGESTION.matcher(problem);
    return cleartext && suggestion.find() && isLoopback(suggestion.group(1))
        ? suggestion.replaceFirst(
            Matcher.quoteReplacement("write \"" + CLEARTEXT + suggestion.group(1) + "\""))
        : problem;
  }
}
