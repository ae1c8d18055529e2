package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.outcome.UserOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Row of the table in {@code docs/faults.md}, with the expected results.
 *
 * @param once the outcome if only the first request has the fault
 * @param onceRequests the number of requests until that outcome
 * @param always the outcome if every request has the fault and two are allowed
 * @param alwaysRequests the number of requests until that outcome
 */
record Row(MatrixFault fault, String once, int onceRequests, String always, int alwaysRequests) {
  private static final Path DOCUMENT =
      Path.of(System.getProperty("project.root"), "docs/faults.md");

  /** Lines of the header: the names of the columns and the separator. */
  private static final int HEAD = 2;

  /** {@return all tested faults} */
  static List<MatrixFault> faults() {
    return Stream.<MatrixFault>concat(
            Arrays.stream(WireFault.values()), Arrays.stream(ResponseFault.values()))
        .toList();
  }

  /** {@return all rows, in order} */
  static List<Row> all() throws IOException {
    return lines().map(Row::of).toList();
  }

  /** {@return the names of the faults in the table} */
  static List<String> titles() throws IOException {
    return lines().map(line -> code(cells(line)[5])).toList();
  }

  private static Stream<String> lines() throws IOException {
    return Files.readAllLines(DOCUMENT).stream().filter(line -> line.startsWith("|")).skip(HEAD);
  }

  private static Row of(String line) {
    String[] cells = cells(line);
    String title = code(cells[5]);
    MatrixFault fault =
        faults().stream()
            .filter(candidate -> candidate.title().equals(title))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no test has the fault " + title));
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

  /** {@return an outcome in the format of the table} */
  static String text(UserOutcome outcome) {
    return outcome.getClass().getSimpleName()
        + outcome.reason().map(reason -> "(" + reason + ")").orElse("");
  }

  @Override
  public String toString() {
    return fault.title();
  }
}
