package io.github.brazeaudience.testing;

import io.github.brazeaudience.testing.internal.Response;
import io.github.brazeaudience.testing.internal.HttpDate;
import io.github.brazeaudience.testing.internal.Json;
import io.github.brazeaudience.testing.internal.RequestRouter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Something that goes wrong with one request, or {@link #none}. Two things make a fault: whether
 * the request is applied to the profiles ({@link #afterApplying}) and what comes back over the
 * connection.
 *
 * <p>Immutable; one fault can serve any number of requests.
 */
public final class Fault {
  /** How the answer travels. */
  enum Delivery {
    WHOLE,
    WHOLE_THEN_CLOSE,
    HALF_THEN_CLOSE,
    CLOSE,
    STALL
  }

  /** Makes the answer that is sent out of the one that Braze would send. */
  @FunctionalInterface
  interface Rewrite {
    Response answer(Response real, Instant now);
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

  /**
   * Nothing goes wrong.
   *
   * @return the absence of a fault
   */
  public static Fault none() {
    return new Fault("none", true, (real, now) -> real, Delivery.WHOLE, null);
  }

  /**
   * An answer with a JSON body of Braze's shape, {@code {"message": ...}}. The request is not
   * applied.
   *
   * @param status the status code, 200 to 599
   * @return the fault
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault status(int status) {
    return answer(status, Json.write(Map.of("message", "Status " + status)));
  }

  /**
   * An answer with this body, as {@code application/json} whether it is JSON or not. The request is
   * not applied.
   *
   * @param status the status code, 200 to 599
   * @param body the body, also empty or cut
   * @return the fault
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault answer(int status, String body) {
    return fixed("answer " + status, Response.of(checked(status), Response.JSON, body));
  }

  /**
   * The HTML page that a proxy answers with. The request is not applied.
   *
   * @param status the status code, such as 502
   * @return the fault
   * @throws IllegalArgumentException if the status is out of range
   */
  public static Fault htmlPage(int status) {
    String page = "<html><head><title>%1$d</title></head><body><h1>%1$d</h1></body></html>\n";
    return fixed(
        "HTML page " + status, Response.of(checked(status), "text/html", page.formatted(status)));
  }

  /**
   * Status 401, {@code Invalid API Key}, though the key is right. The request is not applied.
   *
   * @return the fault
   */
  public static Fault unauthorized() {
    return fixed("unauthorized", Response.message(401, RequestRouter.INVALID_KEY));
  }

  /**
   * Status 429. The request is not applied. A {@code Date} header gives the time that dates and
   * epoch seconds are counted from.
   *
   * @param style which headers say when to come back
   * @param wait how long the sender should pause, in whole seconds
   * @return the fault
   */
  public static Fault rateLimited(RateLimitStyle style, Duration wait) {
    Objects.requireNonNull(style, "style");
    Rewrite rewrite =
        (real, now) -> {
          Response answer =
              Response.message(429, "Rate limited").withHeader("date", HttpDate.of(now));
          for (Map.Entry<String, String> header : style.headers(now, wait).entrySet()) {
            answer = answer.withHeader(header.getKey(), header.getValue());
          }
          return answer;
        };
    return new Fault("rate limited, " + style, false, rewrite, Delivery.WHOLE, null);
  }

  /**
   * Status 202, {@code {"message":"queued"}}: Braze is in maintenance. The request is applied.
   *
   * @return the fault
   */
  public static Fault queued() {
    return fixed("queued", Response.message(202, "queued")).afterApplying();
  }

  /**
   * Success with these {@code errors} whatever was sent, for errors that name nobody or somebody
   * else. The request is applied.
   *
   * @param errors the JSON text of the {@code errors} member, such as {@code ["minor error"]} or
   *     {@code [{"type":"x","input_array":"events","index":"1"}]}
   * @return the fault
   */
  public static Fault successWithErrors(String errors) {
    String body = "{\"message\":\"success\",\"errors\":" + errors + "}";
    return answer(201, body).afterApplying();
  }

  /**
   * The request is applied and Braze's own answer arrives with half of its JSON, though as a
   * complete HTTP answer.
   *
   * @return the fault
   */
  public static Fault cutAnswer() {
    Rewrite half = (real, now) -> real.withBody(real.body().substring(0, real.body().length() / 2));
    return new Fault("cut answer", true, half, Delivery.WHOLE, null);
  }

  /**
   * The request is applied and the connection breaks in the middle of the answer's body.
   *
   * @return the fault
   */
  public static Fault halfAnswer() {
    return none().delivered("half answer", Delivery.HALF_THEN_CLOSE);
  }

  /**
   * The request is read, not applied, and the connection closed with no answer. With {@link
   * #afterApplying} it is the accepted request whose answer is lost.
   *
   * @return the fault
   */
  public static Fault closeConnection() {
    return fixed("connection closed", NOT_APPLIED).delivered("connection closed", Delivery.CLOSE);
  }

  /**
   * The request is applied, but the connection is closed with no answer.
   *
   * @return the fault
   */
  public static Fault answerLost() {
    return closeConnection().afterApplying();
  }

  /**
   * The request is applied and answered, then the connection is closed without a word, so that it
   * is stale when it is used again.
   *
   * @return the fault
   */
  public static Fault closeAfterAnswer() {
    return none().delivered("connection closed after the answer", Delivery.WHOLE_THEN_CLOSE);
  }

  /**
   * The request is read, not applied, and never answered: the connection stays open until {@link
   * FakeBraze#close}.
   *
   * @return the fault
   */
  public static Fault stall() {
    return fixed("stalled", NOT_APPLIED).delivered("stalled", Delivery.STALL);
  }

  /**
   * This fault, but the request is applied to the profiles first.
   *
   * @return a new fault
   */
  public Fault afterApplying() {
    return new Fault(name + " after applying", true, rewrite, delivery, held);
  }

  /**
   * This fault with a header in its answer; it replaces one of the same name.
   *
   * @param headerName the name
   * @param value the value, also empty
   * @return a new fault
   */
  public Fault withHeader(String headerName, String value) {
    Rewrite more = (real, now) -> rewrite.answer(real, now).withHeader(headerName, value);
    return new Fault(name, applied, more, delivery, held);
  }

  /**
   * This fault, but nothing happens to the request before the stage is complete, however it
   * completes. Many requests held by one stage are in hand at the same time.
   *
   * @param released completes when the request may go on
   * @return a new fault
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

  Response answer(Response real, Instant now) {
    return rewrite.answer(real, now);
  }

  static Response notApplied() {
    return NOT_APPLIED;
  }

  private Fault delivered(String newName, Delivery newDelivery) {
    return new Fault(newName, applied, rewrite, newDelivery, held);
  }

  private static Fault fixed(String name, Response answer) {
    return new Fault(name, false, (real, now) -> answer, Delivery.WHOLE, null);
  }

  private static int checked(int status) {
    if (status < 200 || status > 599) {
      throw new IllegalArgumentException(
          String.format(Locale.ROOT, "`status` is %d; give 200 to 599", status));
    }
    return status;
  }

  @Override
  public String toString() {
    return "Fault[" + name + "]";
  }
}
