package io.github.brazeaudience.spring;

import org.springframework.context.SmartLifecycle;

/**
 * Phases of the lifecycle beans. They start in ascending and stop in descending order. The web
 * server of Spring Boot has the phases {@code DEFAULT_PHASE - 2048} and {@code - 1024}, and message
 * listeners have higher ones, so all of them start after these beans and stop before them.
 */
final class Phases {
  /** Closes the queues and the relay, so that nothing is added any more when they end. */
  static final int DELIVERY = SmartLifecycle.DEFAULT_PHASE - 4096;

  /** Checks the configuration before anything is delivered. */
  static final int PREFLIGHT = DELIVERY - 1;

  /** Creates the tables before anything uses them, but after Flyway and Liquibase have run. */
  static final int SCHEMA = PREFLIGHT - 1;

  private Phases() {}
}
