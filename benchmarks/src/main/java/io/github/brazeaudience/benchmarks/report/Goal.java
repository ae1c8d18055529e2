package io.github.brazeaudience.benchmarks.report;

import java.util.List;

/**
 * A target value and the measured value.
 *
 * @param name the name, which identifies the goal in the previous run
 * @param target the bound, as text
 * @param measured the measured value, as text
 * @param met true if the target was reached
 */
public record Goal(String name, String target, String measured, boolean met) {
  /** A lower bound. */
  public static Goal atLeast(String name, double target, double measured) {
    return new Goal(
        name, "≥ " + Numbers.ratio(target), Numbers.ratio(measured), measured >= target);
  }

  /** An upper bound. */
  public static Goal atMost(String name, double target, double measured) {
    return new Goal(
        name, "≤ " + Numbers.ratio(target), Numbers.ratio(measured), measured <= target);
  }

  /** Returns true for a ratio within one run, which should be similar in every run. */
  boolean isRatio() {
    return !target.startsWith(">");
  }

  List<String> row(PreviousRun previous) {
    String status = met ? "met" : "**not met**";
    return List.of(name, target, measured, status, previous.compare(this));
  }
}
