package io.github.brazeaudience.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A Markdown page with an SVG plot. */
public final class Report {
  /** Heading of the second part of the page. */
  public static final String SECOND_PART = "## Comparison with other clients";

  private final StringBuilder text = new StringBuilder();
  private final List<Goal> goals = new ArrayList<>();
  private String plotDescription = "";
  private String plot = "";

  /** Adds a second-level heading. */
  public void heading(String heading) {
    text.append("## ").append(heading).append("\n\n");
  }

  /** Adds one or more paragraphs. */
  public void paragraph(String paragraph) {
    text.append(paragraph.strip()).append("\n\n");
  }

  /** Adds a table whose columns except the first are right-aligned. */
  public void table(List<String> header, List<List<String>> rows) {
    text.append("| ").append(String.join(" | ", header)).append(" |\n|---|");
    text.append("--:|".repeat(header.size() - 1)).append('\n');
    rows.forEach(row -> text.append("| ").append(String.join(" | ", row)).append(" |\n"));
    text.append('\n');
  }

  /** Sets the plot, which follows the table of goals. */
  public void plot(String description, String svg) {
    plotDescription = description;
    plot = svg;
  }

  /** Adds a goal. */
  public void goal(Goal goal) {
    goals.add(goal);
  }

  /**
   * Writes the introduction, the goals, the sections and the conclusion to a part of the page. If
   * the page exists, its other part is kept, and the table of goals also shows its values.
   *
   * @param heading the first line of the part: that of the page, or of its second part
   * @return a sentence about the differences from the previous run, empty without one
   */
  public String write(Path file, String heading, String introduction, String conclusion)
      throws IOException {
    PreviousRun previous = PreviousRun.of(file);
    String differences = previous.isEmpty() ? "" : previous.largestDifference(goals);
    Report page = new Report();
    page.paragraph(introduction);
    if (heading.startsWith("# ")) {
      page.heading("Goals");
    }
    page.table(
        List.of("goal", "target", "measured", "", "previous run"),
        goals.stream().map(goal -> goal.row(previous)).toList());
    page.paragraph(differences);
    if (!plot.isEmpty()) {
      Path svg = Path.of(file.toString().replaceFirst("\\.md$", ".svg"));
      Files.writeString(svg, plot, StandardCharsets.UTF_8);
      page.paragraph("![%s](%s)".formatted(plotDescription, svg.getFileName()));
    }
    page.text.append(text);
    page.paragraph(conclusion);
    String whole = page.text.toString().replaceAll("\n{3,}", "\n\n").strip() + "\n";
    Files.writeString(file, merged(file, heading, whole), StandardCharsets.UTF_8);
    return differences;
  }

  private static String merged(Path file, String heading, String part) throws IOException {
    String before = Files.exists(file) ? Files.readString(file, StandardCharsets.UTF_8) : "";
    int second = before.indexOf(SECOND_PART);
    if (heading.startsWith("# ")) {
      return second < 0 ? part : part + "\n" + before.substring(second);
    }
    return second < 0
        ? before + (before.isEmpty() ? "" : "\n") + part
        : before.substring(0, second) + part;
  }
}
