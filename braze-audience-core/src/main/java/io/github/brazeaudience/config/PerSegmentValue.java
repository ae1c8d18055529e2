package io.github.brazeaudience.config;

/** The type of the value of an {@code In ...} attribute. */
public enum PerSegmentValue {
  /** JSON {@code true} and {@code false}, over which Braze offers "is true". */
  BOOLEAN,
  /**
   * The strings {@code "true"} and {@code "false"}, for workspaces whose attributes already are
   * strings.
   */
  STRING
}
