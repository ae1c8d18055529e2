package io.github.brazeaudience.benchmarks.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A page of Markdown, with its plot beside it. */
public final class Report {
  private final StringBuilder text = new StringBuilder();
  private final List<Goal> goals = new ArrayList<>();
  private String plotDescription = "";
  private String plot = "";

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

  /** The plot of the page, which stands after the goals. */
  public void plot(String description, String svg) {
    plotDescription = description;
    plot = svg;
  }

  /** Something that was to be reached. */
  public void goal(Goal goal) {
    goals.add(goal);
  }

  /**
   * Writes the page: what stands before, the goals, and what was measured. If there is such a page
   * already, its results stand beside these.
   *
   * @return what is to be said of the differences, empty without an earlier page
   */
  public String write(Path file, String before, String after) throws IOException {
    EarlierRun earlier = EarlierRun.of(file);
    String differences = earlier.isEmpty() ? "" : earlier.largestDifference(goals);
    Report page = new Report();
    page.paragraph(before);
    page.heading("Goals");
    page.table(
        List.of("goal", "wanted", "measured", "", "earlier run"),
        goals.stream().map(goal -> goal.row(earlier)).toList());
    page.paragraph(differences);
    if (!plot.isEmpty()) {
      Path svg = Path.of(file.toString().replaceFirst("\\.md$", ".svg"));
      Files.writeString(svg, plot, StandardCharsets.UTF_8);
      page.paragraph("![%s](%s)".formatted(plotDescription, svg.getFileName()));
    }
    page.text.append(text);
    page.paragraph(after);
    String whole = page.text.toString().replaceAll("\n{3,}", "\n\n").strip() + "\n";
    Files.writeString(file, whole, StandardCharsets.UTF_8);
    return differences;
  }
}
