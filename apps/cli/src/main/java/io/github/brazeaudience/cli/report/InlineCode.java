package io.github.brazeaudience.cli.report;

import com.samskivert.mustache.Escapers;
import java.util.regex.Pattern;

/** Renders text in backticks as {@code <code>} elements. */
final class InlineCode {
  private static final Pattern QUOTED = Pattern.compile("&#x60;(.+?)&#x60;");

  private InlineCode() {}

  /** {@return the text as HTML, with everything else escaped} */
  static String html(String text) {
    return QUOTED.matcher(Escapers.HTML.escape(text)).replaceAll("<code>$1</code>");
  }
}
