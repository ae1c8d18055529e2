package io.github.brazeaudience.preflight;

import java.util.List;

/**
 * Findings of a preflight.
 *
 * @param findings in the order of the checks: endpoint, key and permissions, names of segments,
 *     then attributes in the order in which they are written; equal workspaces give equal findings
 */
public record PreflightReport(List<PreflightFinding> findings) {
  /**
   * Maximum duration of a preflight in seconds: {@value}. A check that is not done by then is a
   * finding, even if the membership store or the transport does not respond.
   */
  public static final int MAX_SECONDS = 120;

  /** Maximum number of attributes per segment that a preflight checks: {@value}. */
  public static final int MAX_SEGMENTS = 10_000;

  /** Copies the findings. */
  public PreflightReport {
    findings = List.copyOf(findings);
  }

  /** {@return true if no finding is an {@link Severity#ERROR}} */
  public boolean ok() {
    return findings.stream().noneMatch(finding -> finding.severity() == Severity.ERROR);
  }
}
