package io.github.brazeaudience.internal.preflight;

import static io.github.brazeaudience.internal.preflight.RoutedTransport.attribute;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.json;
import static io.github.brazeaudience.internal.preflight.RoutedTransport.page;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.QueryClient;
import io.github.brazeaudience.preflight.PreflightReport;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportRequest;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests what a preflight finds about the endpoint, the key and its permissions, and how it ends.
 */
class PreflightConnectionTest {
  private static final TransportResponse INVALID_KEY =
      json(401, "{\"message\":\"Invalid API key\"}");
  private static final TransportResponse DENIED = json(403, "{\"message\":\"Access Denied\"}");

  private final PreflightRun preflight = new PreflightRun();

  @Test
  void run_healthyWorkspace_findsNothing() {
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
        page(attribute("SegmentMembership", "String (Automatically Detected)", null)));

    assertThat(preflight.report().findings()).isEmpty();
    assertThat(preflight.report().ok()).isTrue();
    assertThat(preflight.time.elapsed()).isZero();
  }

  @Test
  void run_probes_containNoObjectAndNoIdentity() {
    preflight.operations.add(BrazeOperation.READ_TRACK_STATUS);

    preflight.report();

    assertThat(preflight.transport.started())
        .extracting(request -> request.method() + " " + request.uri().getPath())
        .containsExactly(
            "POST /users/track",
            "POST /users/export/ids",
            "GET /users/track/status",
            "GET /custom_attributes");
    assertThat(new String(preflight.transport.started().get(0).body(), UTF_8))
        .isEqualTo("{\"attributes\":[]}");
  }

  @Test
  void run_profilesAreNotRead_doesNotCheckThatPermission() {
    preflight.operations = EnumSet.of(BrazeOperation.TRACK_USERS);
    preflight.transport.on(BrazeOperation.EXPORT_USERS, DENIED);

    assertThat(preflight.findings()).containsExactly("INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
    assertThat(preflight.transport.paths()).containsExactly("/users/track", "/custom_attributes");
  }

  @Test
  void run_401Everywhere_refusesTheKeyAndNothingElse() {
    preflight.transport.onEach(INVALID_KEY);

    assertThat(preflight.report().findings())
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
    "READ_TRACK_STATUS, 403, ERROR PERMISSION_MISSING",
    "LIST_CUSTOM_ATTRIBUTES, 401, INFO TYPES_NOT_CHECKED",
    "LIST_CUSTOM_ATTRIBUTES, 403, INFO TYPES_NOT_CHECKED"
  })
  void run_onePermissionMissing_isFoundAlone(
      BrazeOperation operation, int status, String expected) {
    preflight.operations.add(BrazeOperation.READ_TRACK_STATUS);
    preflight.transport.on(operation, json(status, "{\"message\":\"no\"}"));
    if (operation != BrazeOperation.LIST_CUSTOM_ATTRIBUTES) {
      preflight.transport.on(
          BrazeOperation.LIST_CUSTOM_ATTRIBUTES,
          page(attribute("SegmentMembership", "String", null)));
    }

    PreflightReport report = preflight.report();

    assertThat(report.findings()).extracting(PreflightRun::brief).containsExactly(expected);
    assertThat(report.findings().get(0).message()).contains(operation.permission());
  }

  @Test
  void run_403Everywhere_namesEachPermission() {
    preflight.transport.onEach(DENIED);

    assertThat(preflight.findings())
        .containsExactly(
            "ERROR PERMISSION_MISSING", "ERROR PERMISSION_MISSING", "INFO TYPES_NOT_CHECKED");
  }

  @Test
  void run_401WithEmptyBody_isARefusedKey() {
    preflight.transport.onEach(TransportResponse.of(401, Map.of(), null));

    assertThat(preflight.findings()).containsExactly("ERROR KEY_REFUSED");
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
    preflight.transport.onEach(json(status, body));

    assertThat(preflight.findings()).containsExactly("ERROR ENDPOINT_NOT_BRAZE");
    assertThat(preflight.transport.paths()).containsExactly("/users/track");
  }

  static Stream<Arguments> run_connectFailure_isUnreachableWithTheCause() {
    return Stream.of(
        Arguments.of(
            ConnectFailure.untrustedCertificate("CN=proxy"),
            1,
            "its certificate (CN=proxy) is not trusted"),
        Arguments.of(
            ConnectFailure.proxyRefused("proxy.example", 3128, 407),
            4,
            "the proxy proxy.example:3128 refused a tunnel to rest.iad-03.braze.com with status 407"),
        Arguments.of(
            ConnectFailure.proxyUnreachable("proxy.example", 3128),
            4,
            "could not connect to the proxy proxy.example:3128"));
  }

  @ParameterizedTest
  @MethodSource
  void run_connectFailure_isUnreachableWithTheCause(
      ConnectFailure failure, int attempts, String message) {
    preflight.transport.fail(
        BrazeOperation.TRACK_USERS, new TransportException("broken", failure, null));

    assertThat(preflight.report().findings())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(PreflightRun.brief(finding)).isEqualTo("ERROR ENDPOINT_UNREACHABLE");
              assertThat(finding.message()).contains(message);
            });
    assertThat(preflight.transport.started()).hasSize(attempts);
  }

  @Test
  void run_noConnection_isUnreachableWithTheCause() {
    preflight.transport.on(BrazeOperation.TRACK_USERS, request -> null);

    assertThat(preflight.report().findings())
        .singleElement()
        .hasToString(
            "ERROR ENDPOINT_UNREACHABLE could not connect to rest.iad-03.braze.com (closed or"
                + " aborted); check the network, the endpoint and TLS");
    assertThat(preflight.transport.paths()).containsOnly("/users/track");
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 503})
  void run_serverErrorOrRateLimit_isNotChecked(int status) {
    preflight.transport.on(BrazeOperation.TRACK_USERS, json(status, "{\"message\":\"later\"}"));

    PreflightReport report = preflight.report();

    assertThat(report.findings())
        .extracting(PreflightRun::brief)
        .containsExactly("ERROR NOT_CHECKED", "INFO ATTRIBUTE_NOT_FOUND SegmentMembership");
    assertThat(report.findings().get(0).message())
        .startsWith(PreflightRun.HOST + " returned " + status + " to /users/track");
  }

  /** Only the preflight needs the list, so its 401 does not show that the key is refused. */
  @ParameterizedTest
  @CsvSource({
    "503, 503, 401, ERROR NOT_CHECKED | ERROR NOT_CHECKED | INFO TYPES_NOT_CHECKED",
    "401, 503, 401, ERROR KEY_REFUSED | ERROR NOT_CHECKED",
    "503, 401, 503, ERROR KEY_REFUSED | ERROR NOT_CHECKED | WARNING TYPES_NOT_CHECKED",
    "401, 503, 403, ERROR PERMISSION_MISSING | ERROR NOT_CHECKED | INFO TYPES_NOT_CHECKED",
  })
  void run_401AndServerErrors_refusesTheKeyOnlyIfAWriteOrReadIsRefused(
      int track, int export, int list, String findings) {
    preflight.transport.on(BrazeOperation.TRACK_USERS, json(track, "{\"message\":\"no\"}"));
    preflight.transport.on(BrazeOperation.EXPORT_USERS, json(export, "{\"message\":\"no\"}"));
    preflight.transport.on(
        BrazeOperation.LIST_CUSTOM_ATTRIBUTES, json(list, "{\"message\":\"no\"}"));

    assertThat(preflight.findings()).containsExactly(findings.split(" \\| ", -1));
  }

  @Test
  void run_permanentRateLimit_endsWithinTheLimit() {
    preflight.transport.onEach(
        TransportResponse.of(429, Map.of("Retry-After", List.of("50")), "{}".getBytes(UTF_8)));

    assertThat(preflight.findings())
        .containsExactly("ERROR NOT_CHECKED", "ERROR NOT_CHECKED", "WARNING TYPES_NOT_CHECKED");
    assertThat(preflight.time.elapsed())
        .isLessThanOrEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS));
  }

  @Test
  void run_transportThatNeverResponds_endsWithinTheLimit() {
    BrazeTransport hung =
        new BrazeTransport() {
          @Override
          public Exchange start(TransportRequest request) {
            return new Exchange() {
              @Override
              public CompletionStage<TransportResponse> response() {
                return new CompletableFuture<>();
              }

              @Override
              public void abort() {}
            };
          }

          @Override
          public void close() {}
        };

    PreflightReport report = preflight.report(preflight.client(hung));

    assertThat(report.ok()).isFalse();
    assertThat(preflight.time.elapsed())
        .isLessThanOrEqualTo(Duration.ofSeconds(PreflightReport.MAX_SECONDS));
  }

  @Test
  void run_interruptedThread_isReportedAndStaysInterrupted() {
    preflight.transport.on(BrazeOperation.TRACK_USERS, json(503, ""));
    Thread.currentThread().interrupt();

    List<String> findings = preflight.findings();

    assertThat(Thread.interrupted()).isTrue();
    assertThat(findings).containsExactly("ERROR NOT_CHECKED");
  }

  @Test
  void run_closedClient_isReportedWithoutRequest() {
    QueryClient client = preflight.client();
    client.close();

    PreflightReport report = preflight.report(client);

    assertThat(report.findings())
        .singleElement()
        .hasToString("ERROR NOT_CHECKED the forwarder was closed; create another one");
    assertThat(preflight.transport.started()).isEmpty();
  }
}
