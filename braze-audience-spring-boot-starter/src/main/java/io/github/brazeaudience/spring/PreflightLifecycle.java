package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.spring.BrazeAudienceProperties.PreflightMode;
import org.springframework.context.SmartLifecycle;

/**
 * Checks the configuration with Braze when the application starts. With {@code FAIL} the start
 * waits for the result; with {@code LOG} the check runs on a daemon thread.
 */
final class PreflightLifecycle implements SmartLifecycle {
  private static final System.Logger LOGGER = System.getLogger(PreflightLifecycle.class.getName());

  private final PreflightMode mode;
  private final AudienceForwarder forwarder;
  private volatile boolean started;

  PreflightLifecycle(PreflightMode mode, AudienceForwarder forwarder) {
    this.mode = mode;
    this.forwarder = forwarder;
  }

  @Override
  public void start() {
    started = true;
    switch (mode) {
      case OFF -> {}
      case LOG ->
          DaemonTask.start("braze-audience-preflight", () -> log(forwarder.preflight()), () -> {});
      case FAIL -> {
        PreflightReport report = forwarder.preflight();
        log(report);
        if (!report.ok()) {
          throw new PreflightFailedException(report);
        }
      }
    }
  }

  private static void log(PreflightReport report) {
    report.findings().forEach(finding -> LOGGER.log(level(finding), finding.toString()));
  }

  private static System.Logger.Level level(PreflightFinding finding) {
    return switch (finding.severity()) {
      case ERROR -> System.Logger.Level.ERROR;
      case WARNING -> System.Logger.Level.WARNING;
      case INFO -> System.Logger.Level.INFO;
    };
  }

  @Override
  public void stop() {}

  /** {@return true once it has started, because it does not run again if a context restarts} */
  @Override
  public boolean isRunning() {
    return started;
  }

  @Override
  public int getPhase() {
    return Phases.PREFLIGHT;
  }
}
