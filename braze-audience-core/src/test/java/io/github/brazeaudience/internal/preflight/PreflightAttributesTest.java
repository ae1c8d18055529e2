package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.internal.preflight.RoutedTransport.attribute;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.json;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how a preflight reads the list of attributes and checks those that are written. */
class PreflightAttributesTest {
  private final PreflightRun preflight = new PreflightRun();

  @Test
  void run_newWorkspace_reportsThatTheFirstWriteCreatesTheAttribute() {
    assertThat(preflight.report().findings())
        .singleElement()
        .hasToString(
            "INFO ATTRIBUTE_NOT_FOUND SegmentMembership: is not in Braze yet; the first write"
                + " creates it");
  }

  @ParameterizedTest
  @CsvSource({"400, '{\"message\":\"x\"}'", "404, ''", "429, ''", "500, ''", "200, <html>"})
  void run_listCannotBeRead_isAWarning(int status, String body) {
    preflight.transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, json(status, body));

    assertThat(preflight.findings()).containsExactly("WARNING TYPES_NOT_CHECKED");
  }

  @Test
  void run_allModes_checksEachAttribute() {
    preflight
        .config
        .sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT)
        .arrayMaxLength(100);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(
            attribute("SegmentMembership", "Array", 500)
                + ","
                + attribute("SegmentMembershipArray", "Array", 25)
                + ","
                + attribute("In A", "String", null)
                + ","
                + attribute("In B", "Boolean", null)));

    assertThat(preflight.findings(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, " C ")))
        .containsExactly(
            "ERROR ATTRIBUTE_TYPE_MISMATCH SegmentMembership",
            "ERROR ARRAY_LENGTH_TOO_SMALL SegmentMembershipArray",
            "ERROR ATTRIBUTE_TYPE_MISMATCH In A",
            "INFO ATTRIBUTE_NOT_FOUND In  C");
  }

  @Test
  void run_stringsPerSegment_fitAForcedBoolean() {
    preflight
        .config
        .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
        .perSegmentValue(PerSegmentValue.STRING);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("In A", "String", null) + "," + attribute("In B", "Boolean", null)));

    assertThat(preflight.findings(Audience.of(1, "A"), Audience.of(2, "B"))).isEmpty();
  }

  private static TransportResponse pageOf120(TransportRequest request) {
    String query = String.valueOf(request.uri().getQuery());
    int from = query.startsWith("cursor=") ? Integer.parseInt(query.substring(7)) : 0;
    String attributes =
        String.join(
            ",",
            IntStream.range(from, Math.min(from + 50, 120))
                .mapToObj(i -> attribute(String.format(Locale.ROOT, "In %03d", i), "Boolean", null))
                .toList());
    return from + 50 < 120 ? page(attributes, String.valueOf(from + 50)) : page(attributes);
  }

  @Test
  void run_listOf120Attributes_isReadPageByPage() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES, PreflightAttributesTest::pageOf120);

    assertThat(
            preflight.findings(Audience.of(1, "000"), Audience.of(2, "119"), Audience.of(3, "120")))
        .containsExactly("INFO ATTRIBUTE_NOT_FOUND In 120");
    assertThat(preflight.transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(3);
  }

  @Test
  void run_allAttributesOnTheFirstPage_readsNoOther() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES, PreflightAttributesTest::pageOf120);

    assertThat(preflight.findings(Audience.of(1, "007"))).isEmpty();
    assertThat(preflight.transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(1);
  }

  @Test
  void run_cursorThatRepeats_terminates() {
    preflight.transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, page("", "again"));

    assertThat(preflight.report().findings())
        .singleElement()
        .hasToString(
            "WARNING TYPES_NOT_CHECKED 1 of 1 attributes were not checked: the list has no usable"
                + " link to its next page");
    assertThat(preflight.transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(2);
  }

  @Test
  void run_listWithoutEnd_terminates() {
    int[] number = new int[1];
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES, request -> page("", "p" + number[0]++));

    assertThat(preflight.findings()).containsExactly("WARNING TYPES_NOT_CHECKED");
    assertThat(preflight.transport.paths())
        .filteredOn("/custom_attributes"::equals)
        .hasSize(AttributeList.MAX_PAGES);
  }

  @Test
  void run_laterPageFails_checksWhatWasRead() {
    preflight.config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY);
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        request ->
            request.uri().getQuery() == null
                ? page(attribute("SegmentMembership", "Number", null), "2")
                : json(500, ""));

    assertThat(preflight.findings())
        .containsExactly(
            "ERROR ATTRIBUTE_TYPE_MISMATCH SegmentMembership", "WARNING TYPES_NOT_CHECKED");
  }
}
