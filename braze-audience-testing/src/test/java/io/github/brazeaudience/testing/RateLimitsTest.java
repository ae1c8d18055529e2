package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Hourly budget of {@code /users/track} and limits of {@code /users/export/ids}. */
class RateLimitsTest {
  private static final String OBJECT = "{\"external_id\":\"u\",\"a\":true}";

  private Instant now = Instant.parse("2026-09-02T10:59:50.500Z");

  private FakeBrazeBuilder builder() {
    return FakeBraze.builder().clock(() -> now);
  }

  private static String header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name).orElse("none");
  }

  private static HttpResponse<String> write(FakeBraze braze) {
    return new TrackClient(braze).attributes(OBJECT);
  }

  @Test
  void track_budget_isInEveryResponse() {
    try (FakeBraze braze = builder().maxWritesPerHour(3).start()) {
      HttpResponse<String> accepted = write(braze);
      HttpResponse<String> malformed = new TrackClient(braze).post("{");

      assertThat(accepted.statusCode()).isEqualTo(201);
      assertThat(header(accepted, "x-ratelimit-limit")).isEqualTo("3");
      assertThat(header(accepted, "x-ratelimit-remaining")).isEqualTo("2");
      assertThat(header(accepted, "x-ratelimit-reset")).isEqualTo("10");
      assertThat(header(accepted, "date")).isEqualTo("Wed, 02 Sep 2026 10:59:50 GMT");
      assertThat(malformed.statusCode()).isEqualTo(400);
      assertThat(header(malformed, "x-ratelimit-remaining")).isEqualTo("1");
    }
  }

  @Test
  void track_budgetUsedUp_returns429WithRetryAfterOnlyUntilTheNextHour() {
    try (FakeBraze braze = builder().maxWritesPerHour(1).start()) {
      assertThat(write(braze).statusCode()).isEqualTo(201);

      HttpResponse<String> refused = write(braze);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "x-ratelimit-retry-after")).isEqualTo("10");
      assertThat(header(refused, "x-ratelimit-limit")).isEqualTo("none");
      assertThat(header(refused, "x-ratelimit-remaining")).isEqualTo("none");
      assertThat(header(refused, "x-ratelimit-reset")).isEqualTo("none");
      now = Instant.parse("2026-09-02T11:00:00Z");
      HttpResponse<String> accepted = write(braze);
      assertThat(accepted.statusCode()).isEqualTo(201);
      assertThat(header(accepted, "x-ratelimit-reset")).isEqualTo("3600");
      assertThat(braze.dataPoints()).isEqualTo(2);
    }
  }

  @Test
  void useBudget_otherClient_leavesLessUntilTheNextHour() {
    try (FakeBraze braze = builder().maxWritesPerHour(100).start()) {
      braze.useBudget(98);
      assertThat(header(write(braze), "x-ratelimit-remaining")).isEqualTo("1");

      braze.useBudget(50);
      assertThat(write(braze).statusCode()).isEqualTo(429);

      now = Instant.parse("2026-09-02T11:00:00Z");
      assertThat(header(write(braze), "x-ratelimit-remaining")).isEqualTo("99");
    }
  }

  @Test
  void track_noBudget_hasNoHeaders() {
    try (FakeBraze braze = builder().start()) {
      braze.useBudget(1);

      HttpResponse<String> response = write(braze);

      assertThat(response.statusCode()).isEqualTo(201);
      assertThat(header(response, "x-ratelimit-limit")).isEqualTo("none");
    }
  }

  private static HttpResponse<String> export(FakeBraze braze, String field) {
    TrackClient client = new TrackClient(braze);
    return client.send(
        client
            .request()
            .uri(braze.endpoints().restUri("/users/export/ids"))
            .POST(
                BodyPublishers.ofString(
                    "{\"external_ids\":[\"u\"],\"fields_to_export\":[\"%s\"]}".formatted(field)))
            .build());
  }

  @Test
  void export_defaultLimit_is40PerSecond() {
    try (FakeBraze braze = builder().start()) {
      for (int i = 0; i < 40; i++) {
        assertThat(export(braze, "external_id").statusCode()).isEqualTo(201);
      }

      HttpResponse<String> refused = export(braze, "external_id");

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(header(refused, "x-ratelimit-limit")).isEqualTo("40");
      assertThat(header(export(braze, "canvases_received"), "x-ratelimit-remaining"))
          .isEqualTo("249");
      now = Instant.parse("2026-09-02T10:59:51Z");
      assertThat(export(braze, "external_id").statusCode()).isEqualTo(201);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "external_id, false, 40",
    "campaigns_received, false, 250",
    "canvases_received, false, 250",
    "unknown_field, false, 250",
    "external_id, true, 2500",
    "canvases_received, true, 2500",
  })
  void export_eachField_hasItsLimit(String field, boolean own, String limit) {
    FakeBrazeBuilder settings = own ? builder().maxExportsPerMinute(2_500) : builder();
    try (FakeBraze braze = settings.start()) {
      assertThat(header(export(braze, field), "x-ratelimit-limit")).isEqualTo(limit);
    }
  }
}
