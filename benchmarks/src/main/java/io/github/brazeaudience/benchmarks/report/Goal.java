package io.github.brazeaudience.benchmarks.report;

import java.util.List;

/**
 * What was to be reached, and what was.
 *
 * @param name what it is about
 * @param wanted the bound, in words
 * @param measured the value, in words
 * @param met whether it was reached
 */
public record Goal(String name, String wanted, String measured, boolean met) {
  /** A value that is to be at least so much. */
  public static Goal atLeast(String name, double wanted, double measured) {
    return new Goal(
        name, "≥ " + Numbers.ratio(wanted), Numbers.ratio(measured), measured >= wanted);
  }

  /** A value that is to be at most so much. */
  public static Goal atMost(String name, double wanted, double measured) {
    return new Goal(
        name, "≤ " + Numbers.ratio(wanted), Numbers.ratio(measured), measured <= wanted);
  }

  /** Whether it is a ratio within one run, which another run has to agree with. */
  boolean isRatio() {
    return !wanted.startsWith(">");
  }

  List<String> row(EarlierRun earlier) {
    String verdict = met ? "met" : "**not met**";
    return List.of(name, wanted, measured, verdict, earlier.beside(this));
  }
}
