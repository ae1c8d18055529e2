package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Responses of faults, and the order of faults. */
class FaultTest extends FaultFixture {
  static Stream<Arguments> answers() {
    return Stream.of(
        arguments(Fault.none(), 201, SUCCESS, true),
        arguments(Fault.status(503), 503, "{\"message\":\"Status 503\"}", false),
        arguments(Fault.status(302), 302, "{\"message\":\"Status 302\"}", false),
        arguments(Fault.answer(500, "oops"), 500, "oops", false),
        arguments(Fault.answer(201, ""), 201, "", false),
        arguments(Fault.answer(201, "").afterApplying(), 201, "", true),
        arguments(
            Fault.answer(200, "{\"message\":\"failure\"}"),
            200,
            "{\"message\":\"failure\"}",
            false),
        arguments(Fault.unauthorized(), 401, "{\"message\":\"Invalid API Key\"}", false),
        arguments(Fault.queued(), 202, "{\"message\":\"queued\"}", true),
        arguments(
            Fault.successWithErrors("[\"minor\",{\"type\":\"x\",\"index\":\"1\"},{\"index\":1.5}]"),
            201,
            "{\"message\":\"success\",\"errors\":[\"minor\",{\"type\":\"x\",\"index\":\"1\"},"
                + "{\"index\":1.5}]}",
            true),
        arguments(Fault.cutAnswer(), 201, SUCCESS.substring(0, SUCCESS.length() / 2), true));
  }

  @ParameterizedTest
  @MethodSource("answers")
  void next_responseFault_affectsOneRequest(Fault fault, int status, String body, boolean applied) {
    braze.next(fault);

    HttpResponse<String> response = client.attributes(OBJECT);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(response.body()).isEqualTo(body);
    assertApplied(applied);
    assertThat(braze.faultsWaiting()).isZero();
    assertThat(client.attributes(OBJECT).statusCode()).isEqualTo(201);
  }

  @Test
  void next_htmlPage_isNotJson() {
    braze.next(Fault.htmlPage(502));

    HttpResponse<String> response = client.attributes(OBJECT);

    assertThat(response.statusCode()).isEqualTo(502);
    assertThat(response.headers().firstValue("content-type")).hasValue("text/html");
    assertThat(response.body()).startsWith("<html>");
    assertApplied(false);
  }

  @Test
  void next_severalFaults_applyInOrder() {
    braze.next(Fault.status(500), Fault.none()).next(2, Fault.status(503));

    assertThat(statuses(5)).containsExactly(500, 201, 503, 503, 201);
  }

  @Test
  void script_byIndex_appliesAfterQueuedFaults() {
    braze.script(request -> request.index() % 2 == 0 ? Fault.status(504) : Fault.none());
    braze.next(Fault.status(500));

    assertThat(statuses(4)).containsExactly(500, 201, 504, 201);
    braze.clearFaults();
    assertThat(statuses(1)).containsExactly(201);
  }

  @Test
  void script_faultFor_receivesTheRequest() {
    braze.script(
        request -> request.bodyText().contains("\"poisoned\"") ? Fault.status(500) : Fault.none());

    assertThat(client.attributes("{\"external_id\":\"poisoned\"}").statusCode()).isEqualTo(500);
    assertThat(client.attributes(OBJECT).statusCode()).isEqualTo(201);
  }

  @Test
  void script_throws_returns500AndCloseThrows() {
    FakeBraze other = FakeBraze.start();
    other.script(
        request -> {
          throw new IllegalArgumentException("a mistake in the script");
        });

    assertThat(new TrackClient(other).attributes(OBJECT).statusCode()).isEqualTo(500);
    assertThatThrownBy(other::close)
        .isInstanceOf(IllegalStateException.class)
        .hasRootCauseMessage("a mistake in the script");
  }

  private List<Integer> statuses(int requests) {
    return IntStream.range(0, requests)
        .mapToObj(i -> client.attributes(OBJECT).statusCode())
        .toList();
  }

  @Test
  void withHeader_fault_isInTheResponse() {
    braze.next(Fault.status(503).withHeader("Retry-After", "7").withHeader("retry-after", "9"));

    assertThat(client.attributes(OBJECT).headers().allValues("retry-after")).containsExactly("9");
  }

  @ParameterizedTest
  @EnumSource
  void rateLimited_eachStyle_hasRetryHeaders(RateLimitStyle style) {
    braze.next(Fault.rateLimited(style, Duration.ofSeconds(3)));

    HttpResponse<String> response = client.attributes(OBJECT);

    assertThat(response.statusCode()).isEqualTo(429);
    assertThat(response.body()).isEqualTo("{\"message\":\"Rate limited\"}");
    assertThat(header(response, "date")).hasValue("Wed, 02 Sep 2026 10:00:00 GMT");
    assertThat(header(response, "x-ratelimit-retry-after"))
        .isEqualTo(only(style == RateLimitStyle.RATELIMIT_RETRY_AFTER, "3"));
    assertThat(header(response, "retry-after"))
        .isEqualTo(
            switch (style) {
              case RETRY_AFTER_SECONDS -> Optional.of("3");
              case RETRY_AFTER_DATE -> Optional.of("Wed, 02 Sep 2026 10:00:03 GMT");
              default -> Optional.empty();
            });
    assertThat(header(response, "x-ratelimit-reset"))
        .isEqualTo(
            switch (style) {
              case RESET_EPOCH -> Optional.of("1788343203");
              case RESET_SECONDS_LEFT -> Optional.of("3");
              case RESET_EMPTY -> Optional.of("");
              default -> Optional.empty();
            });
    assertThat(header(response, "x-ratelimit-remaining").isPresent())
        .isEqualTo(header(response, "x-ratelimit-reset").isPresent());
    assertApplied(false);
  }

  private static Optional<String> header(HttpResponse<String> response, String name) {
    return response.headers().firstValue(name);
  }

  private static Optional<String> only(boolean condition, String value) {
    return condition ? Optional.of(value) : Optional.empty();
  }

  @Test
  void status_outOfRange_throws() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Fault.status(99))
        .withMessage("`status` is 99; give 200 to 599");
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.answer(600, ""));
    assertThatIllegalArgumentException().isThrownBy(() -> Fault.htmlPage(100));
    assertThatIllegalArgumentException().isThrownBy(() -> Poison.wholeRequest(200));
  }

  @Test
  void toString_fault_describesIt() {
    assertThat(Fault.answerLost()).hasToString("Fault[connection closed after applying]");
    assertThat(Fault.status(503)).hasToString("Fault[response 503]");
  }
}
