package io.github.brazeaudience.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Failure analyzer that replaces the stack trace of a {@link PreflightFailedException}. */
final class PreflightFailureAnalyzer extends AbstractFailureAnalyzer<PreflightFailedException> {
  @Override
  protected FailureAnalysis analyze(Throwable rootFailure, PreflightFailedException cause) {
    return new FailureAnalysis(
        cause.getMessage(),
        "Fix them, or set '%s.preflight' to 'log' to start anyway."
            .formatted(BrazeAudienceProperties.PREFIX),
        cause);
  }
}
