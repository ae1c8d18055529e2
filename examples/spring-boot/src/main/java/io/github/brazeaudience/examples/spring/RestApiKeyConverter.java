package io.github.brazeaudience.examples.spring;

import io.github.brazeaudience.config.RestApiKey;
import org.springframework.boot.context.properties.ConfigurationPropertiesBinding;
import org.springframework.core.convert.converter.Converter;
import org.springframework.stereotype.Component;

/** Converts the setting to a {@link RestApiKey}. */
@Component
@ConfigurationPropertiesBinding
class RestApiKeyConverter implements Converter<String, RestApiKey> {
  @Override
  public RestApiKey convert(String key) {
    return RestApiKey.of(key);
  }
}
