package io.github.brazeaudience.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A page of Markdown with its plots, which are written to a directory beside it. */
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final List<Goal> goals = new ArrayList<>();
  private final Map<String, String> plots = new LinkedHashMap<>();

  /** A heading of the second level. */
  public void heading(String heading) {
    text.append("## ").append(heading).append("\n\n");
  }

  /** A paragraph, or several. */
  public void paragraph(String paragraph) {
    text.append(paragraph.strip()).append("\n\n");
  }

  /** A table; all columns but the first are numbers. */
  public void table(List<String> header, List<List<String>> rows) {
    text.append("| ").append(String.join(" | ", header)).append(" |\n|---|");
    text.append("--:|".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
    text.append('\n');
  }

  /** A plot. */
  public void plot(String name, String description, String svg) {
    plots.put(name + ".svg", svg);
    text.append("![%s](benchmarks/%s.svg)\n\n".formatted(description, name));
  }

  /** Something that was to be reached. */
  public void goal(Goal goal) {
    goals.add(goal);
  }

  /** Writes the page: what stands before, the goals, and what was measured. */
  public void write(Path file, String before, String after) throws IOException {
    Report page = new Report();
    page.paragraph(before);
    page.heading("Goals");
    page.table(List.of("goal", "wanted", "measured", ""), goals.stream().map(Goal::row).toList());
    page.text.append(text);
    page.paragraph(after);
    Files.writeString(file, page.text.toString().strip() + "\n", StandardCharsets.UTF_8);
    Path directory = file.resolveSibling("benchmarks");
    Files.createDirectories(directory);
    for (Map.Entry<String, String> plot : plots.entrySet()) {
      Files.writeString(directory.resolve(plot.getKey()), plot.getValue(), StandardCharsets.UTF_8);
    }
  }
}
