package io.github.brazeaudience.micrometer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the table of meters, the dashboard and the alerts of the page about metrics. */
final class MetricsPageTest {
  private static final Path DOCS = Path.of(System.getProperty("docs"));
  private static final String NO_PANEL = "none";
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(braze\\.[a-z.]+)` \\|([^|]*)\\|([^|]*)\\|.*$");
  private static final Pattern RULES = Pattern.compile("(?s)```yaml\n(.*?)```");

  private static final String PAGE = read("metrics.md");
  private static final Scrape SCRAPE = Scrape.afterFaults();

  /** A row of the table: the tags and the panel of a meter. */
  private record Row(String tags, String panel) {}

  /** A panel of the dashboard with its queries. */
  private record Panel(String title, List<String> queries) {}

  @Test
  void table_metersAndTags_areThoseOfARunWithFaults() {
    Map<String, String> meters = new TreeMap<>();
    for (Meter meter : SCRAPE.registry().getMeters()) {
      assertThat(meter.getId().getTag("forwarder")).as(meter.getId().getName()).isNotNull();
      assertThat(meter.getId().getDescription()).as(meter.getId().getName()).isNotBlank();
      String tags =
          meter.getId().getTags().stream()
              .map(Tag::getKey)
              .filter(it -> !it.equals("forwarder"))
              .sorted()
              .map("`%s`"::formatted)
              .collect(Collectors.joining(", "));
      assertThat(meters.getOrDefault(meter.getId().getName(), tags)).isEqualTo(tags);
      meters.put(meter.getId().getName(), tags);
    }
    Map<String, String> documented = new TreeMap<>();
    rows().forEach((meter, row) -> documented.put(meter, row.tags()));
    assertThat(documented).isEqualTo(meters);
  }

  @Test
  void table_panel_hasAQueryWithTheMeter() throws IOException {
    List<Panel> panels = panels();
    rows()
        .forEach(
            (meter, row) -> {
              String metric = meter.replace('.', '_');
              Set<String> shownBy = new TreeSet<>();
              panels.forEach(
                  panel -> {
                    if (metrics(panel).stream().anyMatch(it -> isOf(it, metric))) {
                      shownBy.add(panel.title());
                    }
                  });
              Set<String> documented = new TreeSet<>(List.of(row.panel().split(", ", -1)));
              documented.remove(NO_PANEL);
              assertThat(documented).as("panels of %s", meter).isEqualTo(shownBy);
            });
  }

  @Test
  void dashboard_queries_useMetricsAndLabelsThatExist() throws IOException {
    List<Panel> panels = panels();
    assertThat(panels).hasSizeGreaterThan(10);
    for (Panel panel : panels) {
      assertThat(panel.queries()).as(panel.title()).isNotEmpty();
      for (String query : panel.queries()) {
        SCRAPE.check(query);
        assertThat(PromQuery.of(query).labels().values())
            .as("every metric is of the chosen forwarders: %s", query)
            .allSatisfy(it -> assertThat(it).contains("forwarder"));
      }
    }
  }

  @Test
  void dashboard_panels_haveUniqueIdsAndDoNotOverlap() throws IOException {
    Set<Integer> ids = new TreeSet<>();
    Set<String> cells = new TreeSet<>();
    for (JsonNode panel : dashboard().get("panels")) {
      assertThat(ids.add(panel.get("id").asInt())).as("id of %s", panel.get("title")).isTrue();
      JsonNode at = panel.get("gridPos");
      assertThat(at.get("x").asInt() + at.get("w").asInt()).isLessThanOrEqualTo(24);
      for (int x = 0; x < at.get("w").asInt(); x++) {
        for (int y = 0; y < at.get("h").asInt(); y++) {
          String cell = (at.get("x").asInt() + x) + ":" + (at.get("y").asInt() + y);
          assertThat(cells.add(cell)).as("overlap of %s", panel.get("title")).isTrue();
        }
      }
    }
  }

  @Test
  void dashboard_variables_areTheDataSourceAndTheForwarder() throws IOException {
    JsonNode variables = dashboard().at("/templating/list");
    assertThat(variables.findValuesAsText("name")).containsExactly("datasource", "forwarder");
    assertThat(variables.get(0).get("query").asText()).isEqualTo("prometheus");
    Matcher values =
        Pattern.compile("label_values\\((\\w+), (\\w+)\\)")
            .matcher(variables.get(1).at("/query/query").asText());
    assertThat(values.matches()).isTrue();
    SCRAPE.check("sum by (%s) (%s)".formatted(values.group(2), values.group(1)));
    assertThat(dashboard().findValues("datasource"))
        .allSatisfy(it -> assertThat(it.get("uid").asText()).isEqualTo("${datasource}"));
  }

  @Test
  void alerts_expressions_useMetricsAndLabelsThatExist() throws IOException {
    Matcher yaml = RULES.matcher(PAGE);
    assertThat(yaml.find()).isTrue();
    JsonNode rules =
        new ObjectMapper(new YAMLFactory()).readTree(yaml.group(1)).at("/groups/0/rules");
    assertThat(rules).hasSizeGreaterThan(4);
    Set<String> names = new TreeSet<>();
    for (JsonNode rule : rules) {
      assertThat(names.add(rule.get("alert").asText())).isTrue();
      assertThat(rule.at("/annotations/summary").asText()).isNotBlank();
      SCRAPE.check(rule.get("expr").asText());
    }
  }

  private static Map<String, Row> rows() {
    Map<String, Row> rows = new TreeMap<>();
    ROW.matcher(PAGE)
        .results()
        .forEach(it -> rows.put(it.group(1), new Row(it.group(2).strip(), it.group(3).strip())));
    return rows;
  }

  private static List<Panel> panels() throws IOException {
    List<Panel> panels = new ArrayList<>();
    for (JsonNode panel : dashboard().get("panels")) {
      if (!panel.get("type").asText().equals("row")) {
        List<String> queries = panel.get("targets").findValuesAsText("expr");
        panels.add(new Panel(panel.get("title").asText(), queries));
      }
    }
    return panels;
  }

  private static Set<String> metrics(Panel panel) {
    Set<String> metrics = new TreeSet<>();
    panel.queries().forEach(it -> metrics.addAll(PromQuery.of(it).labels().keySet()));
    return metrics;
  }

  /** Returns true if Prometheus derives the metric from the meter. */
  private static boolean isOf(String metric, String meter) {
    return metric.matches(meter + "(_bytes|_seconds)?(_total|_count|_sum|_max|_bucket)?");
  }

  private static JsonNode dashboard() throws IOException {
    return new ObjectMapper().readTree(read("grafana-dashboard.json"));
  }

  private static String read(String file) {
    try {
      return Files.readString(DOCS.resolve(file));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }
}
