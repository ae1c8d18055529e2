package io.github.brazeaudience.spring;

import static org.assertj.core.api.Assertions.assertThat;

import com.squareup.moshi.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import okio.Okio;
import org.junit.jupiter.api.Test;

/** The metadata for IDEs, with which the table in docs/spring-boot.md has to agree. */
final class MetadataTest {
  private static final String PREFIX = BrazeAudienceProperties.PREFIX + ".";

  @Test
  void metadata_everyProperty_hasADescription() throws IOException {
    assertThat(properties())
        .hasSizeGreaterThan(50)
        .allSatisfy(
            property ->
                assertThat((String) property.get("description"))
                    .as("description of %s", property.get("name"))
                    .endsWith("."));
  }

  @Test
  void metadata_properties_areInTheTableOfThePage() throws IOException {
    Path page = Path.of(System.getProperty("docs"), "spring-boot.md");
    List<String> rows =
        Files.readAllLines(page).stream()
            .dropWhile(line -> !line.equals("| property | default | |"))
            .skip(2)
            .takeWhile(line -> line.startsWith("|"))
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(properties().stream().map(MetadataTest::row).toList());
  }

  private static String row(Map<String, Object> property) {
    Object value = property.get("defaultValue");
    return "| `%s` | %s | %s |"
        .formatted(
            ((String) property.get("name")).substring(PREFIX.length()),
            value == null ? "" : "`" + text(value) + "`",
            property.get("description"));
  }

  /** The reader returns all numbers as doubles. */
  private static String text(Object value) {
    return value instanceof Double number && number == Math.rint(number)
        ? Long.toString(number.longValue())
        : value.toString();
  }

  @SuppressWarnings("unchecked") // JSON
  private static List<Map<String, Object>> properties() throws IOException {
    try (InputStream file =
            MetadataTest.class.getResourceAsStream("/META-INF/spring-configuration-metadata.json");
        JsonReader reader = JsonReader.of(Okio.buffer(Okio.source(file)))) {
      var metadata = (Map<String, Object>) reader.readJsonValue();
      return (List<Map<String, Object>>) metadata.get("properties");
    }
  }
}
