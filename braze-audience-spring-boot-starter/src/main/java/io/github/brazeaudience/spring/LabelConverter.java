package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.ApiKeyOperatingSystem;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.DeviceIdentityType;
import io.github.brazeaudience.config.IdentityType;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.UnknownUsers;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;

/**
 * Converts strings to the library's enums with their {@code parse} methods, which also accept the
 * labels on mParticle's page.
 */
final class LabelConverter implements GenericConverter {
  private static final Map<Class<?>, Function<String, ?>> PARSERS =
      Map.of(
          ApiKeyOperatingSystem.class, ApiKeyOperatingSystem::parse,
          BrazeInstance.class, BrazeInstance::parse,
          DeviceIdentityType.class, DeviceIdentityType::parse,
          IdentityType.class, IdentityType::parse,
          SendSegmentsAs.class, SendSegmentsAs::parse,
          UnknownUsers.class, UnknownUsers::parse);

  @Override
  public Set<ConvertiblePair> getConvertibleTypes() {
    return PARSERS.keySet().stream()
        .map(type -> new ConvertiblePair(String.class, type))
        .collect(Collectors.toSet());
  }

  @Override
  public @Nullable Object convert(
      @Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
    Function<String, ?> parser = PARSERS.get(targetType.getType());
    return source == null || parser == null ? null : parser.apply((String) source);
  }
}
