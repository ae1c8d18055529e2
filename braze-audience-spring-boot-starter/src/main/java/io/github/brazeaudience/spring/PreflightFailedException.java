package io.github.brazeaudience.spring;

import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.preflight.Severity;
import java.util.stream.Collectors;

/** Errors that a preflight found at the start of the application. */
final class PreflightFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  PreflightFailedException(PreflightReport report) {
    super(
        report.findings().stream()
            .filter(finding -> finding.severity() == Severity.ERROR)
            .map(PreflightFinding::toString)
            .collect(
                Collectors.joining(
                    System.lineSeparator() + "  ",
                    "The preflight of braze-audience found errors:" + System.lineSeparator() + "  ",
                    "")));
  }
}
