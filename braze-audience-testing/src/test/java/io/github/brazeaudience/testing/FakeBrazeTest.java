package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.config.BrazeAudienceConfig;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FakeBrazeTest {
  @Test
  void track_documentedMembership_isOnTheProfileAndFiltersMatch() {
    try (FakeBraze braze = FakeBraze.start()) {
      HttpResponse<String> response =
          new TrackClient(braze)
              .attributes(
                  """
                  {"external_id":"u-1","SegmentMembership":"'11036','11034'",
                   "In Possible Parisians":true,"SegmentMembershipArray":["11036","11034"]}
                  """);

      assertThat(response.statusCode()).isEqualTo(201);
      assertThat(response.body()).isEqualTo("{\"message\":\"success\",\"attributes_processed\":1}");
      assertThat(response.headers().firstValue("content-type"))
          .hasValue("application/json; charset=utf-8");
      BrazeProfile profile = braze.profile("u-1").orElseThrow();
      assertThat(profile.attribute("SegmentMembership")).hasValue("'11036','11034'");
      assertThat(profile.attribute("In Possible Parisians")).hasValue(true);
      assertThat(profile.attribute("SegmentMembershipArray")).hasValue(List.of("11036", "11034"));
      assertThat(profile.matches(SegmentFilter.matchesRegex("SegmentMembership", "'11034'")))
          .isTrue();
      assertThat(profile.matches(SegmentFilter.equalTo("In Possible Parisians", true))).isTrue();
      assertThat(profile.matches(SegmentFilter.includesValue("SegmentMembershipArray", "11036")))
          .isTrue();
      assertThat(braze.silentLosses().total()).isZero();
      assertThat(braze.dataPoints()).isEqualTo(3);
      assertThat(braze.requests()).isEqualTo(1);
    }
  }

  @Test
  void endpointsAndKey_afterStart_configureAForwarder() {
    try (FakeBraze braze = FakeBraze.start()) {
      BrazeAudienceConfig config =
          BrazeAudienceConfig.builder()
              .restApiKey(braze.restApiKey())
              .endpoints(braze.endpoints())
              .build();

      assertThat(config.endpoints().cleartext()).isTrue();
      assertThat(config.endpoints().rest()).isEqualTo("127.0.0.1:" + braze.port());
    }
  }

  @Test
  void start_portInUse_namesThePort() {
    try (FakeBraze braze = FakeBraze.start()) {
      assertThatThrownBy(() -> FakeBraze.builder().port(braze.port()).start().close())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining("port " + braze.port());
    }
  }

  @Test
  void close_twice_isIdempotent() {
    FakeBraze braze = FakeBraze.start();
    braze.close();
    braze.close();

    assertThatThrownBy(() -> new TrackClient(braze).attributes("{\"external_id\":\"u-1\"}"))
        .isInstanceOf(UncheckedIOException.class);
  }

  @Test
  void track_concurrentRequests_losesNoWrite() throws Exception {
    try (FakeBraze braze = FakeBraze.start()) {
      TrackClient client = new TrackClient(braze);
      List<CompletableFuture<HttpResponse<String>>> answers =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      client.postAsync(
                          "{\"attributes\":[{\"external_id\":\"u\",\"n\":{\"inc\":1},"
                              + String.format(Locale.ROOT, "\"a\":{\"add\":[\"%d\"]}}]}", i)))
              .toList();
      for (CompletableFuture<HttpResponse<String>> answer : answers) {
        assertThat(answer.get(60, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
      }

      BrazeProfile profile = braze.profile("u").orElseThrow();
      assertThat(profile.attribute("n")).hasValue(200L);
      assertThat((List<?>) profile.attribute("a").orElseThrow()).hasSize(200);
      assertThat(braze.requests()).isEqualTo(200);
      assertThat(braze.dataPoints()).isEqualTo(400);
    }
  }

  @Test
  void builder_numberOutOfRange_namesTheRange() {
    FakeBrazeBuilder builder = FakeBraze.builder();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> builder.port(65_536))
        .withMessage("`port` is 65536; give 0 to 65535");
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxObjects(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxBodyBytes(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.longestArray(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.keepRequests(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxExportsPerMinute(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxWritesPerHour(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxRequestsPerGroup(0));
    assertThatIllegalArgumentException().isThrownBy(() -> builder.maxActiveGroups(-1));
  }
}
