package io.github.brazeaudience.cli;

import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.brazeaudience.cli.output.Printable;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.preflight.Severity;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** Text of a preflight report, with one line for each finding. */
final class FindingLines {
  private FindingLines() {}

  /** Lines for people; the last one states that nothing is wrong, if that is so. */
  static String text(PreflightReport report) {
    StringBuilder text = new StringBuilder();
    for (PreflightFinding finding : report.findings()) {
      String attribute = finding.attribute().map(name -> name + ": ").orElse("");
      text.append(
              Printable.line(
                  "%s  %s  %s%s"
                      .formatted(finding.severity(), finding.code(), attribute, finding.message())))
          .append('\n');
    }
    boolean nothing =
        report.findings().stream().allMatch(finding -> finding.severity() == Severity.INFO);
    return nothing ? text + "nothing is wrong\n" : text.toString();
  }

  /** Lines {@code {"severity","code","attribute","message"}}; the attribute may be null. */
  static String json(PreflightReport report) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json =
        new JsonFactoryBuilder().rootValueSeparator("\n").build().createGenerator(text)) {
      for (PreflightFinding finding : report.findings()) {
        json.writeStartObject();
        json.writeStringField("severity", finding.severity().name());
        json.writeStringField("code", finding.code().name());
        json.writeStringField("attribute", finding.attribute().orElse(null));
        json.writeStringField("message", finding.message());
        json.writeEndObject();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    return report.findings().isEmpty() ? "" : text + "\n";
  }
}
