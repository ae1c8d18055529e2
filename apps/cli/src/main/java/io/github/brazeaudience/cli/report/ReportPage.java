package io.github.brazeaudience.cli.report;

import com.samskivert.mustache.Mustache;
import io.github.brazeaudience.outcome.ForwardSummary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Page about a run, in one file that loads nothing. All text is escaped by the template engine, and
 * a Content-Security-Policy allows only the style and the scripts of the page.
 */
public final class ReportPage {
  private static final String DOCS =
      "https://github.com/braze-audience/braze-audience/blob/main/docs/";
  private static final double[] PERCENTILES = {50, 90, 95, 99, 99.9, 100};

  private ReportPage() {}

  /** Writes the page and closes the stream. */
  public static void write(OutputStream out, ReportData data, RunRecorder recorder)
      throws IOException {
    Map<String, Object> view = recorder.read((s, r, t, e, l) -> view(data, s, r, t, e, l));
    try (Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
      Mustache.compiler()
          .escapeHTML(true)
          .strictSections(true)
          .compile(PageResource.text("report.mustache"))
          .execute(view, writer);
    }
  }

  private static Map<String, Object> view(
      ReportData data,
      TimeSeries series,
      ReasonSamples reasons,
      RetryCounts retries,
      EventLog.Entries events,
      Histogram latency) {
    Charts charts = new Charts(series);
    String library = PageResource.chartLibrary();
    String script = PageResource.text("report.js");
    String style = PageResource.text("report.css") + PageResource.chartStyle();
    Map<String, Object> view = new HashMap<>();
    view.put("docs", DOCS);
    view.put("command", data.command());
    view.put("version", data.version());
    view.put("started", data.startedAt().truncatedTo(ChronoUnit.SECONDS).toString());
    view.put("took", seconds(data.took()));
    view.put("ended", data.ended());
    view.put("complete", data.summary().complete());
    view.put("kinds", kinds(data.summary()));
    view.put("totals", totals(data.summary(), data.took()));
    view.put("reasons", Problems.of(reasons));
    view.put("maxLines", ReasonSamples.MAX_LINES);
    view.put("charts", charts.views());
    view.put("interval", seconds(series.width()));
    view.put("percentiles", percentiles(latency));
    view.put("retries", retries(retries));
    view.put("events", events(events));
    view.put("eventTotals", eventTotals(events));
    view.put("maxEvents", EventLog.MAX_ENTRIES);
    view.put("updatesBefore", count(data.updatesBefore()));
    view.put("processed", data.processed());
    view.put(
        "has",
        Map.of(
            "reasons", !reasons.all().isEmpty(),
            "rejectedLines", Problems.hasLines(reasons, OutcomeKind.REJECTED),
            "missingLines",
                Problems.hasLines(reasons, OutcomeKind.UNCONFIRMED, OutcomeKind.NOT_SENT),
            "percentiles", latency.getTotalCount() > 0,
            "retries", !retries.all().isEmpty(),
            "events", !events.entries().isEmpty(),
            "moreEvents", !events.complete(),
            "updatesBefore", data.updatesBefore() > 0,
            "processed", !data.processed().isEmpty(),
            "options", !data.options().isEmpty()));
    view.put("options", pairs(data.options()));
    view.put("settings", pairs(data.settings()));
    view.put("data", charts.json());
    view.put("library", library);
    view.put("licence", PageResource.chartLicence());
    view.put("script", script);
    view.put("style", style);
    view.put("styleHash", PageResource.hash(style));
    view.put("libraryHash", PageResource.hash(library));
    view.put("scriptHash", PageResource.hash(script));
    return view;
  }

  private static List<Map<String, Object>> kinds(ForwardSummary summary) {
    List<Map<String, Object>> kinds = new ArrayList<>();
    for (OutcomeKind kind : OutcomeKind.values()) {
      long count =
          switch (kind) {
            case ACCEPTED -> summary.accepted();
            case UNCHANGED -> summary.unchanged();
            case REJECTED -> summary.rejected();
            case UNCONFIRMED -> summary.unconfirmed();
            case NOT_SENT -> summary.notSent();
          };
      kinds.add(
          Map.of(
              "title", kind.title(),
              "meaning", kind.meaning(),
              "count", count(count),
              "bad", count > 0 && kind.compareTo(OutcomeKind.REJECTED) >= 0));
    }
    return kinds;
  }

  private static List<Map<String, Object>> totals(ForwardSummary summary, Duration took) {
    double seconds = Math.max(took.toMillis(), 1) / 1_000.0;
    Map<String, String> totals = new LinkedHashMap<>();
    totals.put("Updates", count(summary.updates()));
    totals.put("Updates per second", count(Math.round(summary.updates() / seconds)));
    totals.put("Requests", count(summary.requests()));
    totals.put("Data points", count(summary.dataPoints()));
    return pairs(totals);
  }

  private static List<Map<String, Object>> percentiles(Histogram latency) {
    Map<String, String> rows = new LinkedHashMap<>();
    if (latency.getTotalCount() > 0) {
      for (double percentile : PERCENTILES) {
        String name =
            percentile == 100
                ? "longest"
                : String.format(
                    Locale.ROOT, percentile % 1 == 0 ? "%.0f %%" : "%.1f %%", percentile);
        rows.put(name, count(latency.getValueAtPercentile(percentile)) + " ms");
      }
    }
    return pairs(rows);
  }

  private static List<Map<String, Object>> retries(RetryCounts retries) {
    List<Map<String, Object>> rows = new ArrayList<>();
    retries
        .all()
        .forEach(
            (reason, some) ->
                rows.add(
                    Map.of(
                        "reason", reason.name(),
                        "count", count(some.count()),
                        "longest", seconds(some.longest()))));
    return rows;
  }

  private static List<Map<String, Object>> events(EventLog.Entries events) {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (EventLog.Entry event : events.entries()) {
      Duration lasted = event.lasted();
      rows.add(
          Map.of(
              "at", seconds(event.at()),
              "what", event.kind().title(),
              "lasted", lasted == null ? "" : seconds(lasted),
              "cause", event.cause()));
    }
    return rows;
  }

  private static List<Map<String, Object>> eventTotals(EventLog.Entries events) {
    List<Map<String, Object>> rows = new ArrayList<>();
    events
        .totals()
        .forEach(
            (kind, total) ->
                rows.add(
                    Map.of(
                        "what",
                        kind.title(),
                        "count",
                        count(total.count()),
                        "lasted",
                        total.lasted().isZero() ? "" : seconds(total.lasted()),
                        "longest",
                        total.longest().isZero() ? "" : seconds(total.longest()))));
    return rows;
  }

  private static List<Map<String, Object>> pairs(Map<String, String> values) {
    List<Map<String, Object>> pairs = new ArrayList<>();
    values.forEach((name, value) -> pairs.add(Map.of("name", name, "value", value)));
    return pairs;
  }

  private static String count(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String seconds(Duration duration) {
    return String.format(Locale.ROOT, "%,.1f s", duration.toMillis() / 1_000.0);
  }
}
