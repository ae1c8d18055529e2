package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.report.Report;

/** A section of the report. */
public interface Section {
  /** The name on the command line. */
  String name();

  /** Runs the measurements and adds the results to the report. */
  void run(BenchmarkContext context, Report report) throws Exception;
}
