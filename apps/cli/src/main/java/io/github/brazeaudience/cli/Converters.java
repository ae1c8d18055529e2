package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.input.InputFormat;
import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.policy.RateLimiter;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads the values of options; what the readers say about a bad value is what people get to see.
 */
final class Converters {
  private Converters() {}

  private static <T> T convert(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      // Core names its setting in front; picocli's message names the option.
      throw new TypeConversionException(
          String.valueOf(e.getMessage()).replaceFirst("^`[A-Za-z ]+` ", ""));
    }
  }

  static final class Instance implements ITypeConverter<BrazeInstance> {
    @Override
    public BrazeInstance convert(String text) {
      return Converters.convert(text, BrazeInstance::parse);
    }
  }

  static final class OperatingSystem implements ITypeConverter<ApiKeyOperatingSystem> {
    @Override
    public ApiKeyOperatingSystem convert(String text) {
      return Converters.convert(text, ApiKeyOperatingSystem::parse);
    }
  }

  static final class Mode implements ITypeConverter<SendSegmentsAs> {
    @Override
    public SendSegmentsAs convert(String text) {
      return Converters.convert(text, SendSegmentsAs::parse);
    }
  }

  static final class Identity implements ITypeConverter<IdentityType> {
    @Override
    public IdentityType convert(String text) {
      return Converters.convert(text, IdentityType::parse);
    }
  }

  static final class Devices implements ITypeConverter<DeviceMatch> {
    @Override
    public DeviceMatch convert(String text) {
      return Converters.convert(text, DeviceMatch::parse);
    }
  }

  static final class Format implements ITypeConverter<InputFormat> {
    @Override
    public InputFormat convert(String text) {
      return Converters.convert(text, InputFormat::parse);
    }
  }

  static final class Pace implements ITypeConverter<RateLimiter> {
    @Override
    public RateLimiter convert(String text) {
      return Converters.convert(text, Rate::parse);
    }
  }

  static final class Time implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Converters.convert(text, Durations::parse);
    }
  }

  static final class HttpProxy implements ITypeConverter<ProxyServer> {
    @Override
    public ProxyServer convert(String text) {
      return Converters.convert(text, ProxyServer::ofOption);
    }
  }

  static final class Linger implements ITypeConverter<Duration> {
    @Override
    public Duration convert(String text) {
      return Converters.convert(text, Durations::parseLinger);
    }
  }

  static final class Unknown implements ITypeConverter<UnknownUsers> {
    @Override
    public UnknownUsers convert(String text) {
      return Converters.convert(text, UnknownUsers::parse);
    }
  }

  static final class AudienceId implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      String digits = text.strip();
      try {
        if (digits.matches("[0-9]+") && Long.parseLong(digits) > 0) {
          return Long.valueOf(digits);
        }
      } catch (NumberFormatException e) {
        // Larger than any id; the message is the same.
      }
      throw new TypeConversionException(
          String.format(
              Locale.ROOT,
              "\"%s\" is not an audience id; write an integer from 1 to %d",
              text,
              Long.MAX_VALUE));
    }
  }
}
