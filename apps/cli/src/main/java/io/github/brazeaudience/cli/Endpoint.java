package io.github.brazeaudience.cli;

import io.github.brazeaudience.config.BrazeEndpoints;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The REST endpoint of {@code --rest-endpoint}. */
final class Endpoint {
  private static final String CLEARTEXT = "http://";
  private static final Pattern SUGGESTION = Pattern.compile("write \"([^\"]+)\"$");

  private Endpoint() {}

  /** Reads an authority, or a server on this machine without TLS. */
  static BrazeEndpoints parse(String text) throws UsageException {
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
          "--rest-endpoint: http:// is for a server on this machine only (127.0.0.1, localhost, [::1]); write \"%s\", which is reached over TLS"
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

  /** Core's message about an authority; what it suggests keeps the scheme that is allowed here. */
  private static String problem(String message, boolean cleartext) {
    String problem = message.replaceFirst("^`rest` ", "");
    Matcher suggestion = SUGGESTION.matcher(problem);
    return cleartext && suggestion.find() && isLoopback(suggestion.group(1))
        ? suggestion.replaceFirst(
            Matcher.quoteReplacement("write \"" + CLEARTEXT + suggestion.group(1) + "\""))
        : problem;
  }
}
