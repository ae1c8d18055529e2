package io.github.brazeaudience.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Properties;

/** Version of the program. */
final class Version {
  private Version() {}

  static String number() {
    Properties properties = new Properties();
    try (InputStream in = Version.class.getResourceAsStream("version.properties")) {
      properties.load(Objects.requireNonNull(in, "version.properties is missing"));
    } catch (IOException e) {
      throw new UncheckedIOException("version.properties cannot be read", e);
    }
    return Objects.requireNonNull(properties.getProperty("version"), "the version is missing");
  }
}
