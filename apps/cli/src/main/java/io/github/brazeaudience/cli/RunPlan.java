package io.github.brazeaudience.cli;

import io.github.brazeaudience.cli.output.OutputFile;
import io.github.brazeaudience.options.Membership;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a run needs, checked and opened.
 *
 * @param operation writes to Braze
 * @param membership the membership store, or null if the run has none
 */
record RunPlan(Pace pace, Operation operation, Outputs outputs, @Nullable Membership membership)
    implements AutoCloseable {

  /**
   * Files that report the result.
   *
   * @param outcomes the file of {@code --outcomes}, or null
   * @param outcomesUnchanged true to report unchanged updates in it
   * @param summary the file of {@code --summary}, or null
   * @param report the file of {@code --report}, or null
   * @param given the options of the command line, for the report
   */
  record Outputs(
      @Nullable OutputFile outcomes,
      boolean outcomesUnchanged,
      @Nullable OutputFile summary,
      @Nullable OutputFile report,
      Map<String, String> given) {}

  /** Closes the membership store. */
  @Override
  public void close() {
    if (membership != null) {
      membership.close();
    }
  }
}
