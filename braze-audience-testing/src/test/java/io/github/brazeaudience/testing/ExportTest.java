package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of {@code POST /users/export/ids}, and its permission. */
class ExportTest {
  private static final String PATH = "/users/export/ids";
  private static final Instant NOW = Instant.parse("2026-09-02T10:00:20Z");

  private Instant now = NOW;
  private final FakeBraze braze =
      FakeBraze.builder()
          .clock(() -> now)
          .appId("app")
          .restApiKey("all")
          .restApiKey("track-only", Set.of("users.track"))
          .restApiKey("export-only", Set.of("users.export.ids"))
          .maxExportsPerMinute(3)
          .start();

  @AfterEach
  void stop() {
    braze.close();
  }

  private HttpResponse<String> post(String path, String key, String body) {
    TrackClient client = new TrackClient(braze);
    return client.send(
        client
            .request()
            .uri(braze.endpoints().restUri(path))
            .setHeader("Authorization", "Bearer " + key)
            .POST(BodyPublishers.ofString(body.replace('`', '"')))
            .build());
  }

  private HttpResponse<String> export(String body) {
    return post(PATH, "all", body);
  }

  private static String ids(int count, String fields) {
    return IntStream.range(0, count)
        .mapToObj(i -> "`u-" + i + "`")
        .collect(
            Collectors.joining(",", "{`external_ids`:[", "],`fields_to_export`:" + fields + "}"));
  }

  @Test
  void export_customAttributes_keepTheirTypes() {
    braze.put(
        BrazeProfile.ofExternalId("u-0")
            .withAttribute("SegmentMembership", "'11036','11034'")
            .withAttribute("SegmentMembershipArray", List.of("11036", "11034"))
            .withAttribute("In Ibiza Dreamers", true)
            .withAttribute("visits", 107L)
            .withAttribute("score", 0.5));

    HttpResponse<String> response = export(ids(2, "[`custom_attributes`,`external_id`]"));

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TrackClient.json(response))
        .isEqualTo(
            Map.of(
                "users",
                List.of(
                    Map.of(
                        "external_id",
                        "u-0",
                        "custom_attributes",
                        Map.of(
                            "SegmentMembership",
                            "'11036','11034'",
                            "SegmentMembershipArray",
                            List.of("11036", "11034"),
                            "In Ibiza Dreamers",
                            true,
                            "visits",
                            107L,
                            "score",
                            0.5))),
                "invalid_user_ids",
                List.of("u-1"),
                "message",
                "success"));
  }

  @Test
  void export_emptyOrUnrequestedFields_areOmitted() {
    braze.put(BrazeProfile.ofExternalId("u-0").withEmail("u@example.com").withAlias("idfa", "x"));

    HttpResponse<String> response = export(ids(1, "[`email`,`user_aliases`,`custom_attributes`]"));

    assertThat(response.body().replace('"', '`'))
        .contains("`email`:`u@example.com`", "`alias_name`:`x`")
        .doesNotContain("external_id", "braze_id", "custom_attributes", "invalid_user_ids");
  }

  @Test
  void export_pushTokensAndStandardAttributes_areExportedIfRequested() {
    new TrackClient(braze)
        .accepted(
            "{\"external_id\":\"u-0\",\"country\":\"FR\",\"push_tokens\":"
                + "[{\"app_id\":\"app\",\"token\":\"t-1\",\"device_id\":\"device-1\"}]}");

    assertThat(export(ids(1, "[`push_tokens`,`country`]")).body().replace('"', '`'))
        .contains("`app`:`app`", "`token`:`t-1`", "`device_id`:`device-1`", "`country`:`FR`");
    assertThat(export("{`device_id`:`device-1`,`fields_to_export`:[`external_id`]}").body())
        .contains("u-0")
        .doesNotContain("t-1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "`user_aliases`:[{`alias_name`:`x`,`alias_label`:`idfa`}]",
        "`email_address`:`u@example.com`",
        "`external_ids`:[`u-0`,`u-0`],`email_address`:`u@example.com`",
      })
  void export_severalIdentifiersOfOneProfile_returnsItOnce(String identifiers) {
    braze.put(BrazeProfile.ofExternalId("u-0").withEmail("u@example.com").withAlias("idfa", "x"));

    HttpResponse<String> response =
        export("{%s,`fields_to_export`:[`external_id`]}".formatted(identifiers));

    assertThat(response.body())
        .isEqualTo("{\"users\":[{\"external_id\":\"u-0\"}],\"message\":\"success\"}");
  }

  @Test
  void export_brazeId_returnsTheProfile() {
    String id = braze.put(BrazeProfile.ofExternalId("u-0")).brazeId().orElseThrow();

    assertThat(export("{`braze_id`:`" + id + "`,`fields_to_export`:[`external_id`]}").body())
        .contains("u-0");
  }

  @Test
  void export_deviceId_returnsItsProfile() {
    braze.put(BrazeProfile.ofExternalId("u-0").withDevice("phone").withDevice("tablet"));

    assertThat(export("{`device_id`:`tablet`,`fields_to_export`:[`external_id`,`devices`]}").body())
        .isEqualTo(
            "{\"users\":[{\"external_id\":\"u-0\",\"devices\":"
                + "[{\"device_id\":\"phone\"},{\"device_id\":\"tablet\"}]}],"
                + "\"message\":\"success\"}");
    assertThat(export("{`device_id`:`x`,`fields_to_export`:[`external_id`]}").body())
        .isEqualTo("{\"users\":[],\"invalid_user_ids\":[\"x\"],\"message\":\"success\"}");
  }

  @Test
  void export_deviceIdOfAnonymousProfile_returnsABrazeIdThatTrackAccepts() {
    String id = braze.put(BrazeProfile.ofDevice("phone")).brazeId().orElseThrow();

    HttpResponse<String> response =
        export("{`device_id`:`phone`,`fields_to_export`:[`braze_id`,`external_id`]}");

    assertThat(TrackClient.json(response).get("users")).isEqualTo(List.of(Map.of("braze_id", id)));
    new TrackClient(braze).accepted("{\"braze_id\":\"" + id + "\",\"a\":true}");
    BrazeProfile profile = braze.profiles().get(0);
    assertThat(profile.attributes()).isEqualTo(Map.of("a", true));
    assertThat(profile.deviceIds()).containsExactly("phone");
    assertThat(braze.profiles()).hasSize(1);
  }

  @Test
  void export_deviceOfTwoProfiles_returnsTheOneWithAnExternalId() {
    braze.put(BrazeProfile.ofExternalId("u-0").withDevice("phone"));
    braze.put(BrazeProfile.ofDevice("phone"));

    assertThat(export("{`device_id`:`phone`,`fields_to_export`:[`external_id`]}").body())
        .contains("u-0");
  }

  @Test
  void export_unknownUsers_areAllNamed() {
    assertThat(export(ids(2, "[`custom_attributes`]")).body())
        .isEqualTo("{\"users\":[],\"invalid_user_ids\":[\"u-0\",\"u-1\"],\"message\":\"success\"}");
    assertThat(braze.profiles()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"50, 201", "51, 400"})
  void export_moreThanFiftyIds_isRejected(int count, int status) {
    HttpResponse<String> response = export(ids(count, "[`custom_attributes`]"));

    assertThat(response.statusCode()).isEqualTo(status);
    if (status == 400) {
      assertThat(response.body())
          .isEqualTo(
              "{\"message\":\"The max number of external_ids and aliases per request was exceeded\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{`fields_to_export`:[`email`]}",
        "{`external_ids`:[],`fields_to_export`:[`email`]}",
        "{`external_ids`:`u`,`fields_to_export`:[`email`]}",
        "{`external_ids`:[1],`fields_to_export`:[`email`]}",
        "{`external_ids`:[`u`]}",
        "{`external_ids`:[`u`],`fields_to_export`:[]}",
        "{`external_ids`:[`u`],`fields_to_export`:[`SegmentMembership`]}",
        "{`user_aliases`:[`x`],`fields_to_export`:[`email`]}",
        "{`email_address`:`a@b.c`,`phone`:`1`,`fields_to_export`:[`email`]}",
        "{`device_id`:`d`,`braze_id`:`b`,`fields_to_export`:[`email`]}",
        "{`device_id`:[`d`],`fields_to_export`:[`email`]}",
      })
  void export_invalidRequest_returns400(String body) {
    assertThat(export(body).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "all, /users/export/ids, 201, success",
    "export-only, /users/export/ids, 201, success",
    "track-only, /users/export/ids, 403, Access Denied",
    "wrong, /users/export/ids, 401, Invalid API Key",
    "export-only, /users/track, 403, Access Denied",
    "all, /users/export/ids/, 403, Access Denied",
    "all, /users/export, 404, Invalid URL",
  })
  void post_byKeyAndPath_needsThePermissionOfTheEndpoint(
      String key, String path, int status, String message) {
    HttpResponse<String> response = post(path, key, ids(1, "[`email`]"));

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TrackClient.json(response).get("message")).isEqualTo(message);
  }

  @Test
  void export_overMinuteLimit_returns429UntilNextMinute() {
    List<String> left = List.of("2", "1", "0", "0");
    for (int i = 0; i < 4; i++) {
      HttpResponse<String> response = export(ids(1, "[`email`]"));

      assertThat(response.statusCode()).isEqualTo(i < 3 ? 201 : 429);
      assertThat(response.headers().firstValue("x-ratelimit-limit")).hasValue("3");
      assertThat(response.headers().firstValue("x-ratelimit-remaining")).hasValue(left.get(i));
      assertThat(response.headers().firstValue("x-ratelimit-reset"))
          .hasValue(String.valueOf(NOW.plusSeconds(40).getEpochSecond()));
    }
    now = NOW.plusSeconds(39);
    assertThat(export(ids(1, "[`email`]")).statusCode()).isEqualTo(429);
    now = NOW.plusSeconds(40);
    assertThat(export(ids(1, "[`email`]")).statusCode()).isEqualTo(201);
    assertThat(new TrackClient(braze).attributes("{\"external_id\":\"u\"}").statusCode())
        .isEqualTo(201);
  }

  @Test
  void nextTo_path_affectsOnlyRequestsToThatPath() {
    braze.next(Fault.status(500)).nextTo(PATH, Fault.status(503), Fault.status(502));
    assertThat(braze.faultsWaiting()).isEqualTo(3);

    assertThat(export(ids(1, "[`email`]")).statusCode()).isEqualTo(503);
    assertThat(new TrackClient(braze).attributes("{\"external_id\":\"u\"}").statusCode())
        .isEqualTo(500);
    assertThat(new TrackClient(braze).attributes("{\"external_id\":\"u\"}").statusCode())
        .isEqualTo(201);
    assertThat(export(ids(1, "[`email`]")).statusCode()).isEqualTo(502);
    assertThat(export(ids(1, "[`email`]")).statusCode()).isEqualTo(201);
    assertThat(braze.faultsWaiting()).isZero();
    assertThat(braze.requests()).isEqualTo(5);
    assertThat(braze.requestsTo(PATH)).isEqualTo(3);
    assertThat(braze.requestsTo("/users/track")).isEqualTo(2);
    assertThat(braze.requestsTo("/users/delete")).isZero();

    braze.nextTo(
        PATH, Fault.rateLimited(RateLimitStyle.RETRY_AFTER_SECONDS, Duration.ofSeconds(1)));
    braze.clearFaults();
    assertThat(braze.faultsWaiting()).isZero();
  }
}
