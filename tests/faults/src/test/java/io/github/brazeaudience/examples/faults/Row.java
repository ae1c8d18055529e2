package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * A row of the table in {@code docs/faults.md}, which says what the tests expect.
 *
 * @param once what becomes of the updates if the fault befalls the first request only
 * @param onceRequests how many requests that takes
 * @param always what becomes of them if it befalls every request, of two that are allowed
 * @param alwaysRequests how many requests that takes
 */
record Row(MatrixFault fault, String once, int onceRequests, String always, int alwaysRequests) {
  private static final Path PAPER = Path.of(System.getProperty("project.root"), "docs/faults.md");

  /** The names of the columns, and the rule under them. */
  private static final int HEAD = 2;

  /** Every fault that the tests know. */
  static List<MatrixFault> faults() {
    return Stream.<MatrixFault>concat(
            Arrays.stream(WireFault.values()), Arrays.stream(AnswerFault.values()))
        .toList();
  }

  /** All rows, in their order. */
  static List<Row> all() throws IOException {
    return lines().map(Row::of).toList();
  }

  /** By what the rows name their tests. */
  static List<String> titles() throws IOException {
    return lines().map(line -> code(cells(line)[5])).toList();
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(PAPER).stream().filter(line -> line.startsWith("|")).skip(HEAD);
  }

  private static Row of(String line) {
    String[] cells = cells(line);
    String title = code(cells[5]);
    MatrixFault fault =
        faults().stream()
            .filter(candidate -> candidate.title().equals(title))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no test makes the fault " + title));
    return new Row(
        fault,
        code(cells[1]),
        Integer.parseInt(cells[2]),
        code(cells[3]),
        Integer.parseInt(cells[4]));
  }

  private static String[] cells(String line) {
    return line.strip().replaceAll("^\\| *| *\\|$", "").split(" *\\| *", -1);
  }

  private static String code(String cell) {
    return cell.replace("`", "");
  }

  /** An outcome as the table writes it. */
  static String text(UserOutcome outcome) {
    return outcome.getClass().getSimpleName()
        + outcome.reason().map(reason -> "(" + reason + ")").orElse("");
  }

  @Override
  public String toString() {
    return fault.title();
  }
}
