package io.github.brazeaudience.benchmarks;

import io.github.brazeaudience.benchmarks.report.Report;
import io.github.brazeaudience.benchmarks.section.BodySection;
import io.github.brazeaudience.benchmarks.section.ClientsSection;
import io.github.brazeaudience.benchmarks.section.CommandSection;
import io.github.brazeaudience.benchmarks.section.GrowthSection;
import io.github.brazeaudience.benchmarks.section.MemorySection;
import io.github.brazeaudience.benchmarks.section.PushSection;
import io.github.brazeaudience.benchmarks.section.QueueSection;
import io.github.brazeaudience.benchmarks.section.RateLimitSection;
import io.github.brazeaudience.benchmarks.section.Section;
import io.github.brazeaudience.benchmarks.section.Size;
import io.github.brazeaudience.benchmarks.section.StoreSection;
import java.util.List;

/**
 * Part of the page, written by one command.
 *
 * @param heading its first line, which separates it from the other part
 * @param introduction the resource with the text before its goals
 * @param conclusion the resource with the text at its end
 */
record Part(
    String heading, String introduction, String conclusion, Size size, List<Section> sections) {
  /** The goals and the growth of the cost, in a few minutes. */
  static Part goals(Size size) {
    return new Part(
        "# Benchmarks",
        "introduction.md",
        "profiles.md",
        size,
        List.of(
            new PushSection(),
            new GrowthSection(),
            new QueueSection(),
            new CommandSection(),
            new StoreSection()));
  }

  /** The comparison with other clients, in about twenty minutes. */
  static Part comparison(Size size) {
    return new Part(
        Report.SECOND_PART,
        "comparison.md",
        "comparison-profiles.md",
        size,
        List.of(
            new BodySection(), new ClientsSection(), new RateLimitSection(), new MemorySection()));
  }
}
