package io.github.brazeaudience.options;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Share in percent: {@code 20%} or {@code 12.5%}.
 *
 * @param value at least 0 and less than 1
 */
record Share(double value) {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,2}(?:\\.[0-9]{1,6})?)%");

  static Share parse(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a share; write a percentage from 0%% to less than 100%%, such as 20%%"
              .formatted(text));
    }
    return new Share(Double.parseDouble(form.group(1)) / 100);
  }
}
