package io.github.brazeaudience.preflight;

import java.util.Objects;
import java.util.Optional;

/**
 * One result of a preflight.
 *
 * @param attribute the name of the custom attribute that it concerns, empty if it concerns none or
 *     several
 * @param message what is wrong, with the value, and what to do; contains neither the key nor an
 *     identity
 */
public record PreflightFinding(
    Severity severity, PreflightCode code, Optional<String> attribute, String message) {
  /** Checks that nothing is null. */
  public PreflightFinding {
    Objects.requireNonNull(severity, "severity");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(attribute, "attribute");
    Objects.requireNonNull(message, "message");
  }

  /** Returns a finding about one attribute. */
  public static PreflightFinding of(
      Severity severity, PreflightCode code, String attribute, String message) {
    return new PreflightFinding(severity, code, Optional.of(attribute), message);
  }

  /** Returns a finding about no single attribute. */
  public static PreflightFinding of(Severity severity, PreflightCode code, String message) {
    return new PreflightFinding(severity, code, Optional.empty(), message);
  }

  /** {@return severity, code, attribute and message on one line} */
  @Override
  public String toString() {
    return "%s %s %s%s"
        .formatted(severity, code, attribute.map(name -> name + ": ").orElse(""), message);
  }
}
