package io.github.brazeaudience.benchmarks.section;

import io.github.brazeaudience.benchmarks.report.Report;

/** Measures something and tells of it. */
public interface Section {
  /** Its name on the command line. */
  String name();

  /** Does it. */
  void run(Lab lab, Report report) throws Exception;
}
