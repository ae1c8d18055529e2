package io.github.brazeaudience.cli.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Objects;

/** Files of the page, and the chart library in the version of the dependency. */
final class PageResource {
  /**
   * The path in the jar of the library has its version, so another version is not used by chance.
   */
  private static final String CHARTS = "/META-INF/resources/webjars/uplot/1.6.30/";

  private PageResource() {}

  /** {@return a file beside this class} */
  static String text(String name) {
    return read(name);
  }

  static String chartLibrary() {
    return read(CHARTS + "dist/uPlot.iife.min.js");
  }

  static String chartStyle() {
    return read(CHARTS + "dist/uPlot.min.css");
  }

  /** {@return the notice that each copy of the library must contain} */
  static String chartLicence() {
    return read(CHARTS + "LICENSE");
  }

  private static String read(String name) {
    try (InputStream in = PageResource.class.getResourceAsStream(name)) {
      return new String(
          Objects.requireNonNull(in, name + " is missing").readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(name + " cannot be read", e);
    }
  }

  /** {@return the source of a Content-Security-Policy that allows an inline element} */
  static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
