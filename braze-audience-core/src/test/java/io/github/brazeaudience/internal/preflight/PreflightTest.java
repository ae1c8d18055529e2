package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.internal.preflight.RoutedTransport.attribute;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.json;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.page;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.PerSegmentValue;
import io.github.brazeaudience.config.RestApiKey;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.internal.wire.RequestFactory;
import io.github.brazeaudience.preflight.PreflightFinding;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.simulation.VirtualTime;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the findings of a preflight against scripted responses. */
class PreflightTest {
  private static final String HOST = "rest.iad-03.braze.com";
  private static final TransportResponse INVALID_KEY =
      json(401, "{\"message\":\"Invalid API key\"}");
  private static final TransportResponse DENIED = json(403, "{\"message\":\"Access Denied\"}");

  private final VirtualTime time = new VirtualTime();
  private final RoutedTransport transport = new RoutedTransport();
  private final BrazeAudienceConfig.Builder config =
      BrazeAudienceConfig.builder()
          .restApiKey(RestApiKey.of("secret-key"))
          .instance(BrazeInstance.US_03);
  private Set<BrazeOperation> operations =
      EnumSet.of(BrazeOperation.TRACK_USERS, BrazeOperation.EXPORT_USERS);
  private Iterator<? extends Collection<String>> known = Collections.emptyIterator();

  private QueryClient client() {
    return new QueryClient(new RequestFactory(config.build()), transport, time, time::await);
  }

  private PreflightReport report(Audience... audiences) {
    PreflightReport report =
        new Preflight(config.build(), client(), operations, () -> known).run(List.of(audiences));
    assertThat(report.toString()).doesNotContain("secret-key");
    return report;
  }

  /** {@return severity, code and attribute of each finding} */
  private List<String> findings(Audience... audiences) {
    return report(audiences).findings().stream().map(PreflightTest::brief).toList();
  }

  private static String brief(PreflightFinding finding) {
    return finding.severity()
        + " "
        + finding.code()
        + finding.attribute().map(name -> " " + name).orElse("");
  }

  @Test
  void run_healthyWorkspace_findsNothing() {
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("SegmentMembership", "String (Automatically Detected)", null)));

    assertThat(report().findings()).isEmpty();
    assertThat(report().ok()).isTrue();
    assertThat(time.elapsed()).isZero();
  }

  @Test
  void run_newWorkspace_reportsThatTheFirstWriteCreatesTheAttribute() {
    assertThat(report().findings())
        .singleElement()
        .hasToString(
            "INFO ATTRIBUTE_NOT_FOUND SegmentMembership: is not in Braze yet; the first write"
                + " creates it");
  }

  @Test
  void run_probes_containNoObjectAndNoIdentity() {
    operations.add(BrazeOperation.READ_TRACK_STATUS);

    report();

    assertThat(transport.started())
        .extracting(request -> request.method() + " " + request.uri().getPath())
        .containsExactly(
            "POST /users/track",
            "POST /users/export/ids",
            "GET /users/track/status",
            "GET /custom_attributes");
    assertThat(new String(transport.started().get(0).body())).isEqualTo("{\"attributes\":[]}");
  }

  @Test
  void run_profilesAreNotRead_doesNotCheckThatPermission() {
    operations = EnumSet.of(BrazeOperation.TRACK_USERS);
    transport.on(BrazeOperation.EXPORT_USERS, DENIED);

    assertThat(findings()).containsExactly("INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
    assertThat(transport.paths()).containsExactly("/users/track", "/custom_attributes");
  }

  @Test
  void run_401Everywhere_refusesTheKeyAndNothingElse() {
    transport.onEach(INVALID_KEY);

    assertThat(report().findings())
        .singleElement()
        .hasToString(
            "ERROR KEY_REFUSED rest.iad-03.braze.com returned 401: the REST API key is wrong,"
                + " belongs to another instance or workspace, or has none of the permissions"
                + " users.track, users.export.ids, custom_attributes.get; check the key and the"
                + " instance");
  }

  @ParameterizedTest
  @CsvSource({
    "TRACK_USERS, 401, ERROR PERMISSION_MISSING",
    "TRACK_USERS, 403, ERROR PERMISSION_MISSING",
    "EXPORT_USERS, 401, ERROR PERMISSION_MISSING",
    "EXPORT_USERS, 403, ERROR PERMISSION_MISSING",
    "LIST_CUSTOM_ATTRIBUTES, 401, INFO TYPES_NOT_CHECKED",
    "LIST_CUSTOM_ATTRIBUTES, 403, INFO TYPES_NOT_CHECKED"
  })
  void run_onePermissionMissing_isFoundAlone(
      BrazeOperation operation, int status, String expected) {
    transport.on(operation, json(status, "{\"message\":\"no\"}"));
    if (operation != BrazeOperation.LIST_CUSTOM_ATTRIBUTES) {
      transport.on(
          BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
          page(attribute("SegmentMembership", "String", null)));
    }

    PreflightReport report = report();

    assertThat(report.findings()).extracting(PreflightTest::brief).containsExactly(expected);
    assertThat(report.findings().get(0).message()).contains(operation.permission());
  }

  @Test
  void run_403Everywhere_namesEachPermission() {
    transport.onEach(DENIED);

    assertThat(findings())
        .containsExactly(
            "ERROR PERMISSION_MISSING", "ERROR PERMISSION_MISSING", "INFO TYPES_NOT_CHECKED");
  }

  @Test
  void run_401WithEmptyBody_isARefusedKey() {
    transport.onEach(TransportResponse.of(401, Map.of(), null));

    assertThat(findings()).containsExactly("ERROR KEY_REFUSED");
  }

  @ParameterizedTest
  @CsvSource({
    "200, <html></html>",
    "200, {}",
    "200, ''",
    "400, Bad Request",
    "401, <html></html>",
    "403, Forbidden",
    "301, ''",
    "404, '{\"message\":\"Invalid URL\"}'",
    "405, ''",
    "407, ''",
    "415, ''"
  })
  void run_responseThatBrazeDoesNotGive_endsThePreflight(int status, String body) {
    transport.onEach(json(status, body));

    assertThat(findings()).containsExactly("ERROR ENDPOINT_NOT_BRAZE");
    assertThat(transport.paths()).containsExactly("/users/track");
  }

  @Test
  void run_noConnection_isUnreachableWithTheCause() {
    transport.on(BrazeOperation.TRACK_USERS, request -> null);

    assertThat(report().findings())
        .singleElement()
        .hasToString(
            "ERROR ENDPOINT_UNREACHABLE could not connect to rest.iad-03.braze.com (closed or"
                + " aborted); check the network, the endpoint and TLS");
    assertThat(transport.paths()).containsOnly("/users/track");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void run_serverErrorOrRateLimit_isNotChecked(int status) {
    transport.on(BrazeOperation.TRACK_USERS, json(status, "{\"message\":\"later\"}"));

    PreflightReport report = report();

    assertThat(report.findings())
        .extracting(PreflightTest::brief)
        .containsExactly("ERROR NOT_CHECKED", "INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
    assertThat(report.findings().get(0).message())
        .startsWith(HOST + " returned " + status + " to /users/track");
  }

  @ParameterizedTest
  @CsvSource({"400, '{\"message\":\"x\"}'", "404, ''", "429, ''", "500, ''", "200, <html>"})
  void run_listCannotBeRead_isAWarning(int status, String body) {
    transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, json(status, body));

    assertThat(findings()).containsExactly("WARNING TYPES_NOT_CHECKED");
  }

  @Test
  void run_permanentRateLimit_endsWithinTheLimit() {
    transport.onEach(
        TransportResponse.of(429, Map.of("Retry-After", List.of("50")), "{}".getBytes()));

    assertThat(findings())
        .containsExactly("ERROR NOT_CHECKED", "ERROR NOT_CHECKED", "WARNING TYPES_NOT_CHECKED");
    assertThat(time.elapsed()).isLessThanOrEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS));
  }

  @Test
  void run_allModes_checksEachAttribute() {
    config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY_AND_PER_SEGMENT).arrayMaxLength(100);
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(
            attribute("SegmentMembership", "Array", 500)
                + ","
                + attribute("SegmentMembershipArray", "Array", 25)
                + ","
                + attribute("In A", "String", null)
                + ","
                + attribute("In B", "Boolean", null)));

    assertThat(findings(Audience.of(1, "A"), Audience.of(2, "B"), Audience.of(3, " C ")))
        .containsExactly(
            "ERROR ATTRIBUTE_TYPE_MISMATCH SegmentMembership",
            "ERROR ARRAY_LENGTH_TOO_SMALL SegmentMembershipArray",
            "ERROR ATTRIBUTE_TYPE_MISMATCH In A",
            "INFO ATTRIBUTE_NOT_FOUND In  C");
  }

  @Test
  void run_stringsPerSegment_fitAForcedBoolean() {
    config
        .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
        .perSegmentValue(PerSegmentValue.STRING);
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("In A", "String", null) + "," + attribute("In B", "Boolean", null)));

    assertThat(findings(Audience.of(1, "A"), Audience.of(2, "B"))).isEmpty();
  }

  @Test
  void run_modeWithoutNames_ignoresAudiences() {
    assertThat(findings(Audience.of(1, "x".repeat(300))))
        .containsExactly("INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
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
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, PreflightTest::pageOf120);

    assertThat(findings(Audience.of(1, "000"), Audience.of(2, "119"), Audience.of(3, "120")))
        .containsExactly("INFO ATTRIBUTE_NOT_FOUND In 120");
    assertThat(transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(3);
  }

  @Test
  void run_allAttributesOnTheFirstPage_readsNoOther() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, PreflightTest::pageOf120);

    assertThat(findings(Audience.of(1, "007"))).isEmpty();
    assertThat(transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(1);
  }

  @Test
  void run_cursorThatRepeats_terminates() {
    transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, page("", "again"));

    assertThat(report().findings())
        .singleElement()
        .hasToString(
            "WARNING TYPES_NOT_CHECKED 1 of 1 attributes were not checked: the list has no usable"
                + " link to its next page");
    assertThat(transport.paths()).filteredOn("/custom_attributes"::equals).hasSize(2);
  }

  @Test
  void run_listWithoutEnd_terminates() {
    int[] number = new int[1];
    transport.on(BrazeOperation.LIST_CUSTOM_ATTRIBUTES, request -> page("", "p" + number[0]++));

    assertThat(findings()).containsExactly("WARNING TYPES_NOT_CHECKED");
    assertThat(transport.paths())
        .filteredOn("/custom_attributes"::equals)
        .hasSize(AttributeList.MAX_PAGES);
  }

  @Test
  void run_laterPageFails_checksWhatWasRead() {
    config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_ARRAY);
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        request ->
            request.uri().getQuery() == null
                ? page(attribute("SegmentMembership", "Number", null), "2")
                : json(500, ""));

    assertThat(findings())
        .containsExactly(
            "ERROR ATTRIBUTE_TYPE_MISMATCH SegmentMembership", "WARNING TYPES_NOT_CHECKED");
  }

  @Test
  void run_badNames_areFound() {
    config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT);
    operations = EnumSet.of(BrazeOperation.TRACK_USERS);
    transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(
            attribute("SegmentMembership", "String", null)
                + ","
                + attribute("In Foo", "Boolean", null)
                + ","
                + attribute("In foo", "Boolean", null)));

    assertThat(
            findings(
                Audience.of(1, "Foo"),
                Audience.of(2, "x".repeat(300)),
                Audience.of(3, "Foo "),
                Audience.of(4, "foo"),
                Audience.of(5)))
        .containsExactly(
            "ERROR SEGMENT_NAME_INVALID",
            "ERROR SEGMENT_NAME_CONFLICT In Foo",
            "WARNING SEGMENT_NAMES_SIMILAR In foo",
            "ERROR SEGMENT_NAME_INVALID");
  }

  @Test
  void run_nameOfTheStringAttribute_isAConflict() {
    config.sendSegmentsAs(SendSegmentsAs.SINGLE_AND_PER_SEGMENT).singleAttributeName("In Members");

    assertThat(findings(Audience.of(1, "Members")))
        .containsExactly("ERROR SEGMENT_NAME_CONFLICT", "INFO ATTRIBUTE_NOT_FOUND In Members");
  }

  @Test
  void run_noAudienceGivenOrKnown_reportsThatSegmentsWereNotChecked() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);

    assertThat(findings()).containsExactly("INFO SEGMENTS_NOT_CHECKED");
  }

  @Test
  void run_namesOfStore_areCheckedOnceAfterTheGivenOnes() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    known = List.of(Set.of("In C", "In A"), Set.of("In B"), Set.of("In C")).iterator();

    assertThat(findings(Audience.of(2, "B")))
        .containsExactly(
            "INFO ATTRIBUTE_NOT_FOUND In B",
            "INFO ATTRIBUTE_NOT_FOUND In A",
            "INFO ATTRIBUTE_NOT_FOUND In C");
  }

  @Test
  void run_tooManyNames_checksTheFirst() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    known = IntStream.range(0, 20_000).mapToObj(i -> Set.of("In " + i)).iterator();

    assertThat(findings())
        .hasSize(1 + PreflightReport.MAX_SEGMENTS)
        .startsWith("WARNING SEGMENTS_NOT_CHECKED");
  }

  @Test
  void run_storeFails_isAWarningWithoutItsMessage() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    known =
        new Iterator<Set<String>>() {
          @Override
          public boolean hasNext() {
            throw new IllegalStateException("user u-1");
          }

          @Override
          public Set<String> next() {
            throw new AssertionError("there is no next");
          }
        };

    PreflightReport report = report();

    assertThat(report.findings())
        .extracting(PreflightTest::brief)
        .containsExactly("WARNING SEGMENTS_NOT_CHECKED");
    assertThat(report.toString()).doesNotContain("u-1");
  }

  @Test
  void run_storeThatIsTooSlow_endsAtTheLimit() {
    config.sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT);
    known =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj(
                i -> {
                  time.advance(Duration.ofSeconds(1));
                  return Set.of("In A");
                })
            .iterator();

    assertThat(findings())
        .containsExactly("WARNING SEGMENTS_NOT_CHECKED", "INFO ATTRIBUTE_NOT_FOUND In A");
    assertThat(time.elapsed()).isEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS));
  }

  @Test
  void run_interruptedThread_isReportedAndStaysInterrupted() {
    transport.on(BrazeOperation.TRACK_USERS, json(503, ""));
    Thread.currentThread().interrupt();

    List<String> findings = findings();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(findings).containsExactly("ERROR NOT_CHECKED");
  }

  @Test
  void run_closedClient_isReportedWithoutRequest() {
    QueryClient client = client();
    client.close();

    PreflightReport report =
        new Preflight(config.build(), client, operations, () -> known).run(List.of());

    assertThat(report.findings())
        .singleElement()
        .hasToString("ERROR NOT_CHECKED the forwarder was closed; create another one");
    assertThat(transport.started()).isEmpty();
  }
}
