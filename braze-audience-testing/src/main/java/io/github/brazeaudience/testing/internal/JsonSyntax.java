package io.github.brazeaudience.testing.internal;

/**
 * Rejects invalid JSON that Moshi's strict reader accepts: control characters and unknown escapes
 * in strings, and literals in another case ({@code TRUE}).
 */
final class JsonSyntax {
  private static final String ESCAPED = "\"\\/bfnrtu";
  private static final String LITERAL = "truefalsn";
  private static final String OTHER = "{}[]:, \t\r\n0123456789+-.eE";

  private JsonSyntax() {}

  static void check(String text) throws MalformedJson {
    boolean inString = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!inString) {
        inString = c == '"';
        if (!inString && OTHER.indexOf(c) < 0 && LITERAL.indexOf(c) < 0) {
          throw new MalformedJson("an invalid character outside a string at offset " + i);
        }
      } else if (c < ' ') {
        throw new MalformedJson("a control character in a string at offset " + i);
      } else if (c == '\\') {
        i++;
        if (i < text.length() && ESCAPED.indexOf(text.charAt(i)) < 0) {
          throw new MalformedJson("an unknown escape in a string at offset " + i);
        }
      } else {
        inString = c != '"';
      }
    }
  }
}
