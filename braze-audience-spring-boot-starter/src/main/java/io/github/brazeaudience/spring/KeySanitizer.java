package io.github.brazeaudience.spring;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.util.Locale;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.SanitizableData;
import org.springframework.boot.actuate.endpoint.SanitizingFunction;

/**
 * Hides the key in the endpoints {@code configprops} and {@code env}, even if {@code show-values}
 * is {@code always}: values of properties whose name ends with the property, in any spelling, and
 * values that contain the key, such as that of another environment variable.
 */
final class KeySanitizer implements SanitizingFunction {
  private static final String NAME = "restapikey";

  private final ObjectProvider<BrazeAudienceConfig> configs;

  KeySanitizer(ObjectProvider<BrazeAudienceConfig> configs) {
    this.configs = configs;
  }

  @Override
  public SanitizableData apply(SanitizableData data) {
    return named(data) || containsKey(data) ? data.withSanitizedValue() : data;
  }

  private static boolean named(SanitizableData data) {
    return data.getKey().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "").endsWith(NAME);
  }

  private boolean containsKey(SanitizableData data) {
    return data.getValue() instanceof CharSequence value
        && configs.stream()
            .anyMatch(config -> value.toString().contains(config.restApiKey().reveal()));
  }
}
