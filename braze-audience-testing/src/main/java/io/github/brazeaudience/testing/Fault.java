package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.HttpDate;
import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.RequestRouter;
import io.github.brazeaudience.testing.internal.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Failure of one request, or {@link #none}. Immutable and reusable.
 *
 * <p>A fault decides whether the request is applied to the profiles ({@link #afterApplying}) and
 * what the client receives.
 */
public final class Fault {
  /** How the response is delivered. */
  enum Delivery {
    WHOLE,
    WHOLE_THEN_CLOSE,
    HALF_THEN_CLOSE,
    CLOSE,
    STALL
  }

  /** Turns Braze's response into the response to send. */
  @FunctionalInterface
  interface Rewrite {
    Response rewrite(Response real, Instant now);
  }

  private static final Response NOT_APPLIED = Response.message(500, "Internal server error");

  private final String name;
  private final boolean applied;
  private final Rewrite rewrite;
  private final Delivery delivery;
  private final @Nullable CompletionStage<?> held;

  private Fault(
      String name,
      boolean applied,
      Rewrite rewrite,
      Delivery delivery,
      @Nullable CompletionStage<?> held) {
    this.name = name;
    this.applied = applied;
    this.rewrite = rewrite;
    this.delivery = delivery;
    this.held = held;
  }

  /** {@return the absence of a fault: the request is handled normally} */
  public static Fault none() {
    return new Fault("none", true, (real, now) -> real, Delivery.WHOLE, null);
  }

  /**
   * A response with a JSON body in Braze's format, {@code {"message": ...}}. The request is not
   * applied.
   *
   * @param status the status code, 200 to 599
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault status(int status) {
    return answer(status, Json.write(Map.of("message", "Status " + status)));
  }

  /**
   * A response with a given body as {@code application/json}, which may be empty or invalid JSON.
   * The request is not applied.
   *
   * @param status the status code, 200 to 599
   * @param body the body
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault answer(int status, String body) {
    return fixed("response " + status, Response.of(checked(status), Response.JSON, body));
  }

  /**
   * An HTML error page, as a proxy sends it. The request is not applied.
   *
   * @param status the status code, such as 502
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault htmlPage(int status) {
    String page = "<html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>\n";
    return fixed(
        "HTML page " + status, Response.of(checked(status), "text/html", page.formatted(status)));
  }

  /** Status 401, {@code Invalid API Key}, even if the key is valid. The request is not applied. */
  public static Fault unauthorized() {
    return fixed("unauthorized", Response.message(401, RequestRouter.INVALID_KEY));
  }

  /**
   * Status 429. The request is not applied. Dates and epoch seconds are relative to the response's
   * {@code Date} header.
   *
   * @param style the headers that state when to retry
   * @param wait the time until the retry, in whole seconds
   */
  public static Fault rateLimited(RateLimitStyle style, Duration wait) {
    Objects.requireNonNull(style, "style");
    Rewrite rewrite =
        (real, now) -> {
          Response response =
              Response.message(429, "Rate limited").withHeader("date", HttpDate.of(now));
          for (Map.Entry<String, String> header : style.headers(now, wait).entrySet()) {
            response = response.withHeader(header.getKey(), header.getValue());
          }
          return response;
        };
    return new Fault("rate limited, " + style, false, rewrite, Delivery.WHOLE, null);
  }

  /**
   * Status 202, {@code {"message":"queued"}}, as during Braze's maintenance. The request is
   * applied.
   */
  public static Fault queued() {
    return fixed("queued", Response.message(202, "queued")).afterApplying();
  }

  /**
   * Success with these {@code errors}, whatever the request contains; for errors that name no user,
   * or a user who is not in the request. The request is applied.
   *
   * @param errors the JSON text of the {@code errors} member, such as {@code ["minor error"]} or
   *     {@code [{"type":"x","input_array":"events","index":"1"}]}
   */
  public static Fault successWithErrors(String errors) {
    String body = "{\"message\":\"success\",\"errors\":" + errors + "}";
    return answer(201, body).afterApplying();
  }

  /** Half of Braze's JSON in a complete HTTP response. The request is applied. */
  public static Fault cutAnswer() {
    Rewrite half = (real, now) -> real.withBody(real.body().substring(0, real.body().length() / 2));
    return new Fault("truncated JSON", true, half, Delivery.WHOLE, null);
  }

  /** A connection that breaks in the middle of the response body. The request is applied. */
  public static Fault halfAnswer() {
    return none().delivered("truncated response", Delivery.HALF_THEN_CLOSE);
  }

  /** A connection that is closed without a response. The request is read but not applied. */
  public static Fault closeConnection() {
    return fixed("connection closed", NOT_APPLIED).delivered("connection closed", Delivery.CLOSE);
  }

  /** A connection that is closed without a response after the request was applied. */
  public static Fault answerLost() {
    return closeConnection().afterApplying();
  }

  /**
   * A connection that is closed without notice after the response, so it is stale when it is
   * reused. The request is applied.
   */
  public static Fault closeAfterAnswer() {
    return none().delivered("connection closed after the response", Delivery.WHOLE_THEN_CLOSE);
  }

  /**
   * No response: the connection stays open until {@link FakeBraze#close}. The request is read but
   * not applied.
   */
  public static Fault stall() {
    return fixed("stalled", NOT_APPLIED).delivered("stalled", Delivery.STALL);
  }

  /** {@return a copy that applies the request to the profiles first} */
  public Fault afterApplying() {
    return new Fault(name + " after applying", true, rewrite, delivery, held);
  }

  /** {@return a copy that sets a response header, which replaces a header with the same name} */
  public Fault withHeader(String headerName, String value) {
    Rewrite more = (real, now) -> rewrite.rewrite(real, now).withHeader(headerName, value);
    return new Fault(name, applied, more, delivery, held);
  }

  /**
   * Returns a copy that holds the request until a stage completes, normally or exceptionally.
   * Requests held by the same stage are in flight together.
   */
  public Fault heldUntil(CompletionStage<?> released) {
    return new Fault(name + ", held", applied, rewrite, delivery, released);
  }

  boolean applied() {
    return applied;
  }

  Delivery delivery() {
    return delivery;
  }

  @Nullable CompletionStage<?> held() {
    return held;
  }

  Response response(Response real, Instant now) {
    return rewrite.rewrite(real, now);
  }

  static Response notApplied() {
    return NOT_APPLIED;
  }

  private Fault delivered(String newName, Delivery newDelivery) {
    return new Fault(newName, applied, rewrite, newDelivery, held);
  }

  private static Fault fixed(String name, Response response) {
    return new Fault(name, false, (real, now) -> response, Delivery.WHOLE, null);
  }

  private static int checked(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException("`status` is %s; give 200 to 599".formatted(status));
    }
    return status;
  }

  @Override
  public String toString() {
    return "Fault[" + name + "]";
  }
}
