package io.github.brazeaudience.cli;

import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Parses the id of an audience. */
final class AudienceIdConverter implements ITypeConverter<Long> {
  @Override
  public Long convert(String text) {
    String digits = text.strip();
    try {
      if (digits.matches("[0-9]+") && Long.parseLong(digits) > 0) {
        return Long.valueOf(digits);
      }
    } catch (NumberFormatException tooLarge) {
      // Reported below.
    }
    throw new TypeConversionException(
        String.format(
            Locale.ROOT,
            "\"%s\" is not an audience id; write an integer from 1 to %d",
            text,
            Long.MAX_VALUE));
  }
}
