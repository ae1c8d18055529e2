package io.github.brazeaudience.cli.report;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Charts of a run: series of numbers over time, for the script of the page and as tables. */
final class Charts {
  private static final double MILLIS = 1_000.0;
  private static final double P50 = 50;
  private static final double P95 = 95;
  private static final double P99 = 99;

  private final TimeSeries series;
  private final double seconds;
  private final List<Chart> charts;

  private record Line(String label, ToDoubleFunction<Bucket> value) {}

  private record Chart(String id, String title, String unit, List<Line> lines) {
    boolean perSecond() {
      return unit.endsWith("/s");
    }
  }

  Charts(TimeSeries series) {
    this.series = series;
    this.seconds = series.width().toMillis() / MILLIS;
    this.charts =
        List.of(
            new Chart(
                "users",
                "Users per second",
                "users/s",
                List.of(
                    new Line("accepted", bucket -> bucket.accepted / seconds),
                    new Line("other outcomes", bucket -> bucket.otherOutcomes / seconds))),
            new Chart(
                "requests",
                "Requests per second",
                "requests/s",
                List.of(
                    new Line("started", bucket -> bucket.requests / seconds),
                    new Line("failed", bucket -> bucket.failures / seconds),
                    new Line("to be retried", bucket -> bucket.retries / seconds))),
            new Chart(
                "latency",
                "Duration of requests",
                "ms",
                List.of(
                    new Line("50 %", bucket -> percentile(bucket, P50)),
                    new Line("95 %", bucket -> percentile(bucket, P95)),
                    new Line("99 %", bucket -> percentile(bucket, P99)))),
            new Chart(
                "concurrency",
                "Requests in flight",
                "requests",
                List.of(
                    new Line("most in flight", bucket -> bucket.maxInFlight),
                    new Line("limit", bucket -> bucket.limit))));
  }

  private static double percentile(Bucket bucket, double percent) {
    return bucket.latency.getTotalCount() == 0
        ? Double.NaN
        : bucket.latency.getValueAtPercentile(percent);
  }

  /** {@return the charts as the template shows them} */
  List<Map<String, Object>> views() {
    List<Map<String, Object>> views = new ArrayList<>();
    for (Chart chart : charts) {
      views.add(
          Map.of(
              "id", chart.id(),
              "title", chart.title(),
              "unit", chart.unit(),
              "description", description(chart),
              "labels", chart.lines().stream().map(Line::label).toList(),
              "rows", rows(chart)));
    }
    return views;
  }

  private List<Map<String, Object>> rows(Chart chart) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (int i = 0; i < series.buckets().size(); i++) {
      Bucket bucket = series.buckets().get(i);
      rows.add(
          Map.of(
              "time", number(i * seconds),
              "values",
                  chart.lines().stream()
                      .map(line -> number(line.value().applyAsDouble(bucket)))
                      .toList()));
    }
    return rows;
  }

  /** States the peak of each line. */
  private String description(Chart chart) {
    List<String> peaks = new ArrayList<>();
    for (Line line : chart.lines()) {
      double peak = 0;
      int at = 0;
      for (int i = 0; i < series.buckets().size(); i++) {
        double value = line.value().applyAsDouble(series.buckets().get(i));
        if (value > peak) {
          peak = value;
          at = i;
        }
      }
      peaks.add(
          peak == 0
              ? line.label() + " none"
              : "%s at most %s at %s s"
                  .formatted(line.label(), peak(chart, peak), number(at * seconds)));
    }
    return chart.title() + " (" + chart.unit() + "): " + String.join("; ", peaks) + ".";
  }

  /** A rate of an interval below a second is of few events, so their number is stated instead. */
  private String peak(Chart chart, double value) {
    return chart.perSecond() && seconds < 1
        ? number(Math.rint(value * seconds)) + " in " + number(seconds) + " s"
        : number(value);
  }

  /** A number with one decimal if it is small; empty if there is none. */
  private static String number(double value) {
    if (Double.isNaN(value)) {
      return "";
    }
    return value < 100 && value != Math.rint(value)
        ? String.format(Locale.ROOT, "%.1f", value)
        : String.format(Locale.ROOT, "%,.0f", value);
  }

  /** {@return the data for the script, safe inside a script element} */
  String json() {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.writeStartObject();
      json.writeArrayFieldStart("time");
      for (int i = 0; i < series.buckets().size(); i++) {
        json.writeNumber(number(i * seconds).replace(",", ""));
      }
      json.writeEndArray();
      json.writeArrayFieldStart("charts");
      for (Chart chart : charts) {
        write(json, chart);
      }
      json.writeEndArray();
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("a string does not fail", e);
    }
    return text.toString().replace("<", "\\u003c");
  }

  private void write(JsonGenerator json, Chart chart) throws IOException {
    json.writeStartObject();
    json.writeStringField("id", chart.id());
    json.writeStringField("unit", chart.unit());
    json.writeArrayFieldStart("lines");
    for (Line line : chart.lines()) {
      json.writeStartObject();
      json.writeStringField("label", line.label());
      json.writeArrayFieldStart("values");
      for (Bucket bucket : series.buckets()) {
        double value = line.value().applyAsDouble(bucket);
        if (Double.isNaN(value)) {
          json.writeNull();
        } else {
          json.writeNumber(number(value).replace(",", ""));
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
