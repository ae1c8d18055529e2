package io.github.brazeaudience.preflight;

/** Severity of a finding. */
public enum Severity {
  /** Memberships would be refused or lost, or it could not be found out that they would not. */
  ERROR,
  /** Memberships may be refused or lost. */
  WARNING,
  /** Nothing is wrong. */
  INFO
}
