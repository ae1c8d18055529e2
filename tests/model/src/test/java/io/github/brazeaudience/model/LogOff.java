package io.github.brazeaudience.model;

import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Disables the log of the forwarders, because crashes log warnings that a test expects. */
final class LogOff implements BeforeAllCallback, AfterAllCallback {
  private static final Logger FORWARDER = Logger.getLogger("io.github.brazeaudience");

  @Override
  public void beforeAll(ExtensionContext context) {
    FORWARDER.setLevel(Level.OFF);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    FORWARDER.setLevel(null);
  }
}
