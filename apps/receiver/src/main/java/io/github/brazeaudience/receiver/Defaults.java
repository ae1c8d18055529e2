package io.github.brazeaudience.receiver;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Properties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.support.PropertiesLoaderUtils;

/**
 * Settings of Spring Boot. They are not in {@code application.properties}, so the operator's file
 * of this name adds to them.
 */
final class Defaults {
  private Defaults() {}

  static Properties load(String name) {
    try {
      return PropertiesLoaderUtils.loadProperties(new ClassPathResource(name, Defaults.class));
    } catch (IOException e) {
      throw new UncheckedIOException("the jar lacks " + name, e);
    }
  }
}
