package io.github.brazeaudience.config;

/** The type of the value of an {@code In ...} attribute. */
public enum PerSegmentValue {
  /** JSON {@code true} and {@code false}, for which Braze offers the filter "is true". */
  BOOLEAN,
  /**
   * The strings {@code "true"} and {@code "false"}, for workspaces whose attributes already are
   * strings.
   */
  STRING
}
