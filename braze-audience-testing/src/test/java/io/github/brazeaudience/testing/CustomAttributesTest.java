package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Responses of {@code GET /custom_attributes}. */
class CustomAttributesTest {
  private static final String PATH = "/custom_attributes";

  private Instant now = Instant.parse("2026-09-02T10:30:00Z");
  private final FakeBraze braze =
      FakeBraze.builder()
          .clock(() -> now)
          .restApiKey("all")
          .restApiKey("track-only", Set.of("users.track"))
          .restApiKey("attributes-only", Set.of("custom_attributes.get"))
          .attribute(AttributeDefinition.of("c", AttributeType.ARRAY).withMaxArrayLength(25))
          .attribute(AttributeDefinition.of("b", AttributeType.OBJECT_ARRAY).blocklisted())
          .attribute(AttributeDefinition.automatic("a"))
          .start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  private static List<?> attributes(HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(TrackClient.json(response).get("message")).isEqualTo("success");
    return (List<?>) TrackClient.json(response).get("attributes");
  }

  private static Map<String, Object> attribute(
      String name, String dataType, Object arrayLength, String status) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("array_length", arrayLength);
    members.put("data_type", dataType);
    members.put("description", null);
    members.put("name", name);
    members.put("status", status);
    members.put("tag_names", List.of());
    return members;
  }

  private static List<Object> names(HttpResponse<String> response) {
    List<Object> names = new ArrayList<>();
    attributes(response).forEach(attribute -> names.add(((Map<?, ?>) attribute).get("name")));
    return names;
  }

  @Test
  void get_definedAttributes_returnsThemInAlphabeticalOrder() {
    HttpResponse<String> response = client.get(PATH);

    assertThat(attributes(response))
        .isEqualTo(
            List.of(
                attribute("a", null, null, "Active"),
                attribute("b", "Object Array", null, "Blocklisted"),
                attribute("c", "Array", 25L, "Active")));
    assertThat(response.headers().firstValue("link")).isEmpty();
    assertThat(response.headers().firstValue("content-type").orElseThrow())
        .startsWith("application/json");
  }

  @Test
  void get_afterWrites_returnsDetectedTypes() {
    client.accepted(
        "{\"external_id\":\"u\",\"a\":true,\"b\":[{}],\"d\":[\"x\"],\"e\":1.5,\"f\":\"x\","
            + "\"g\":{\"k\":1},\"h\":[{}],\"i\":null,\"email\":\"u@example.com\"}");

    assertThat(attributes(client.get(PATH)))
        .isEqualTo(
            List.of(
                attribute("a", "Boolean (Automatically Detected)", null, "Active"),
                attribute("b", "Object Array", null, "Blocklisted"),
                attribute("c", "Array", 25L, "Active"),
                attribute("d", "Array (Automatically Detected)", 500L, "Active"),
                attribute("e", "Number (Automatically Detected)", null, "Active"),
                attribute("f", "String (Automatically Detected)", null, "Active"),
                attribute("g", "Object (Automatically Detected)", null, "Active"),
                attribute("h", "Object Array (Automatically Detected)", null, "Active")));
    assertThat(braze.silentLosses().byKind())
        .isEqualTo(Map.of(SilentLoss.BLOCKLISTED_ATTRIBUTE, 1));
  }

  @Test
  void get_seededProfile_returnsItsAttributes() {
    braze.put(BrazeProfile.ofExternalId("u").withAttribute("Plan", "gold"));

    assertThat(names(client.get(PATH))).containsExactly("Plan", "a", "b", "c");
  }

  @ParameterizedTest
  @CsvSource({"50, 1", "51, 2", "100, 2", "101, 3"})
  void get_manyAttributes_linksToTheNextPageOfFifty(int count, int pages) {
    FakeBrazeBuilder builder = FakeBraze.builder();
    for (int i = 0; i < count; i++) {
      builder.attribute(
          AttributeDefinition.of(String.format(Locale.ROOT, "a%03d", i), AttributeType.NUMBER));
    }
    try (FakeBraze many = builder.start()) {
      TrackClient other = new TrackClient(many);
      List<Object> names = new ArrayList<>();
      String path = PATH;
      int read = 0;
      while (path != null) {
        HttpResponse<String> response = other.get(path);
        read++;
        assertThat(attributes(response).size()).isEqualTo(Math.min(50, count - names.size()));
        names.addAll(names(response));
        String link = response.headers().firstValue("link").orElse(null);
        assertThat(link == null).isEqualTo(names.size() == count);
        path = link == null ? null : pathOf(many, link);
      }
      assertThat(read).isEqualTo(pages);
      assertThat(names).hasSize(count).doesNotHaveDuplicates().isSorted();
      assertThat(many.requestsTo(PATH)).isEqualTo(pages);
    }
  }

  private static String pathOf(FakeBraze many, String link) {
    assertThat(link).matches("<[^>]+>; rel=\"next\"");
    URI next = URI.create(link.substring(1, link.indexOf('>')));
    assertThat(next.resolve("/")).isEqualTo(many.endpoints().restUri("/"));
    return next.getRawPath() + "?" + next.getRawQuery();
  }

  @ParameterizedTest
  @CsvSource({
    "c2tpcDow, 3",
    "c2tpcDoy, 1",
    "c2tpcDo5, 0",
    "c2tpcDo1MA==, 0",
    "c2tpcDo1MA%3D%3D, 0",
  })
  void get_cursor_skipsAttributes(String cursor, int left) {
    assertThat(attributes(client.get(PATH + "?limit=1&cursor=" + cursor))).hasSize(left);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "skip:0", "%", "c2tpcDo=", "c2tpcDotMQ=="})
  void get_malformedCursor_returns400(String cursor) {
    // "%" cannot be in a java.net.URI
    String escaped = cursor.equals("%") ? "%25" : cursor;

    assertThat(client.get(PATH + "?cursor=" + escaped).statusCode()).isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource({
    "all, 200, success",
    "attributes-only, 200, success",
    "track-only, 403, Access Denied",
    "wrong, 401, Invalid API Key",
  })
  void get_eachKey_needsThePermission(String key, int status, String message) {
    HttpResponse<String> response = client.get(PATH, key);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TrackClient.json(response).get("message")).isEqualTo(message);
  }

  @Test
  void post_returns405WithAllowedMethod() {
    HttpResponse<String> response =
        client.send(
            client
                .request()
                .uri(braze.endpoints().restUri(PATH))
                .POST(BodyPublishers.ofString("{}"))
                .build());

    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("allow")).hasValue("GET");
  }

  @Test
  void get_overHourlyLimit_returns429UntilTheNextHour() {
    for (int i = 1; i <= 1_000; i++) {
      assertThat(client.get(PATH).statusCode()).isEqualTo(200);
    }

    HttpResponse<String> refused = client.get(PATH);

    assertThat(refused.statusCode()).isEqualTo(429);
    assertThat(refused.headers().firstValue("x-ratelimit-limit")).hasValue("1000");
    assertThat(refused.headers().firstValue("x-ratelimit-remaining")).hasValue("0");
    now = Instant.parse("2026-09-02T11:00:00Z");
    assertThat(client.get(PATH).headers().firstValue("x-ratelimit-remaining")).hasValue("999");
  }

  @Test
  void nextTo_endpoint_appliesToRequestsWithAQuery() {
    braze.nextTo(PATH, Fault.status(503));

    assertThat(client.get(PATH + "?cursor=c2tpcDow").statusCode()).isEqualTo(503);
    assertThat(client.get(PATH).statusCode()).isEqualTo(200);
    assertThat(braze.received().get(0).path()).isEqualTo(PATH + "?cursor=c2tpcDow");
    assertThat(braze.received().get(0).endpoint()).isEqualTo(PATH);
  }

  @Test
  void maxArrayLength_outOfRangeOrNotAnArray_isRefused() {
    AttributeDefinition array = AttributeDefinition.of("a", AttributeType.ARRAY);

    assertThat(array.withMaxArrayLength(0).maxArrayLength()).hasValue(0);
    assertThat(array.withMaxArrayLength(500).maxArrayLength()).hasValue(500);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> array.withMaxArrayLength(501))
        .withMessage("`maxArrayLength` is 501; give 0 to 500");
    assertThatIllegalArgumentException().isThrownBy(() -> array.withMaxArrayLength(-1));
    assertThatIllegalStateException()
        .isThrownBy(() -> AttributeDefinition.of("s", AttributeType.STRING).withMaxArrayLength(25));
  }

  @Test
  void definition_equality_isByAllMembers() {
    AttributeDefinition array = AttributeDefinition.of("a", AttributeType.ARRAY);

    assertThat(array)
        .isEqualTo(AttributeDefinition.of("a", AttributeType.ARRAY))
        .hasSameHashCodeAs(AttributeDefinition.of("a", AttributeType.ARRAY))
        .isNotEqualTo(AttributeDefinition.of("b", AttributeType.ARRAY))
        .isNotEqualTo(AttributeDefinition.of("a", AttributeType.STRING))
        .isNotEqualTo(AttributeDefinition.automatic("a", AttributeType.ARRAY))
        .isNotEqualTo(array.withMaxArrayLength(25))
        .isNotEqualTo(array.blocklisted())
        .hasToString("AttributeDefinition[\"a\", Array]");
  }
}
