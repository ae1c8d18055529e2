package io.github.brazeaudience.options;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.util.function.IntConsumer;
import picocli.CommandLine.ITypeConverter;

/** Converters of numbers whose range the configuration checks. */
final class Limit {
  private Limit() {}

  static final class ArrayMaxLength implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) throws Exception {
      return checked(text, BrazeAudienceConfig.builder()::arrayMaxLength);
    }
  }

  static final class MaxObjectsPerRequest implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) throws Exception {
      return checked(text, BrazeAudienceConfig.builder()::maxObjectsPerRequest);
    }
  }

  private static Integer checked(String text, IntConsumer setting) throws Exception {
    ITypeConverter<Integer> converter =
        CommandLines.converter(
            number -> {
              int value = parse(number);
              setting.accept(value);
              return value;
            });
    return converter.convert(text);
  }

  private static int parse(String text) {
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("\"" + text + "\" is not a number; write an integer", e);
    }
  }
}
