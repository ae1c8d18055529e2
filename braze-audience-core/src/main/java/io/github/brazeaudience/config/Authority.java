package io.github.brazeaudience.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Validator of authorities: a host with an optional port, as custom endpoints require. */
final class Authority {

  /** Includes http and https with too few slashes, which would otherwise be read as a host. */
  private static final Pattern SCHEME =
      Pattern.compile("^(?:[A-Za-z][A-Za-z0-9+.-]*://|(?i:https?):(?!\\d)/*)");

  private static final Pattern WHITE_SPACE = Pattern.compile("[\\s\\p{Z}\\p{Cntrl}]");
  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern IPV4 =
      Pattern.compile("((25[0-5]|2[0-4]\\d|1?\\d?\\d)(\\.(?!$)|$)){4}");
  private static final Pattern ALL_NUMERIC = Pattern.compile("[0-9.]+");
  private static final Pattern IPV6 = Pattern.compile("\\[[0-9a-f:.]*:[0-9a-f:.]*\\]");
  private static final Pattern PORT = Pattern.compile("\\d{1,5}");
  private static final String EXAMPLE = "rest.iad-03.braze.com";
  private static final int LARGEST_PORT = 65_535;
  private static final int LONGEST_HOST = 253;

  private Authority() {}

  /** Returns the authority in lower case, or throws what to write instead. */
  static String validated(String setting, String text) {
    if (text.isBlank()) {
      throw refused(setting, "is blank", text);
    }
    if (WHITE_SPACE.matcher(text).find()) {
      throw refused(setting, "has white space in it", text);
    }
    if (SCHEME.matcher(text).find()) {
      throw refused(setting, "has a scheme, but only the authority is wanted", text);
    }
    if (text.indexOf('@') >= 0) {
      throw refused(setting, "has user info in it, but Braze asks for the REST API key only", text);
    }
    if (text.indexOf('?') >= 0 || text.indexOf('#') >= 0) {
      throw refused(setting, "has a query or a fragment", text);
    }
    if (text.indexOf('/') == text.length() - 1) {
      throw refused(setting, "has a trailing /", text);
    }
    if (text.indexOf('/') >= 0 || text.indexOf('\\') >= 0) {
      throw refused(setting, "has a path", text);
    }
    String authority = text.toLowerCase(Locale.ROOT);
    int colon = portColon(authority);
    if (colon >= 0 && !isPort(authority.substring(colon + 1))) {
      throw refused(
          setting, "has a bad port, which must be a number from 1 to " + LARGEST_PORT, text);
    }
    if (!isHost(host(authority))) {
      throw refused(setting, "is not a host name", text);
    }
    return authority;
  }

  static String host(String authority) {
    int colon = portColon(authority);
    return colon < 0 ? authority : authority.substring(0, colon);
  }

  static boolean isLoopback(String authority) {
    String host = host(authority);
    return host.equals("localhost")
        || host.equals("[::1]")
        || (host.startsWith("127.") && IPV4.matcher(host).matches());
  }

  private static int portColon(String authority) {
    int bracket = authority.lastIndexOf(']');
    if (bracket < 0 && authority.startsWith("[")) {
      return -1;
    }
    return authority.indexOf(':', bracket + 1);
  }

  private static boolean isPort(String text) {
    return PORT.matcher(text).matches()
        && Integer.parseInt(text) >= 1
        && Integer.parseInt(text) <= LARGEST_PORT;
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return IPV6.matcher(host).matches() && isAddress(host);
    }
    if (ALL_NUMERIC.matcher(host).matches()) {
      return IPV4.matcher(host).matches();
    }
    if (host.length() > LONGEST_HOST) {
      return false;
    }
    for (String label : host.split("\\.", -1)) {
      if (!LABEL.matcher(label).matches()) {
        return false;
      }
    }
    return true;
  }

  private static boolean isAddress(String bracketed) {
    try {
      return new URI("https://" + bracketed).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }

  private static IllegalArgumentException refused(String setting, String problem, String text) {
    return new IllegalArgumentException(
        "`%s` %s; write \"%s\"".formatted(setting, problem, suggestion(text)));
  }

  /** Returns the text without its invalid parts, or an example if nothing valid is left. */
  private static String suggestion(String text) {
    String rest = WHITE_SPACE.matcher(text).replaceAll("");
    rest = SCHEME.matcher(rest).replaceFirst("").replaceFirst("[/\\\\?#].*$", "");
    rest = rest.substring(rest.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
    int colon = portColon(rest);
    String kept =
        colon >= 0 && !isPort(rest.substring(colon + 1)) ? rest.substring(0, colon) : rest;
    return isHost(host(kept)) ? kept : EXAMPLE;
  }
}
