package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.RateLimitStyle;
import java.time.Duration;

/** Faults of a server that receives the request. */
enum ResponseFault implements MatrixFault {
  STALLED_HEADERS(Fault.stall()) {
    /** The request must have been sent before the timeout, even on a busy machine. */
    @Override
    public Duration timeout() {
      return Duration.ofSeconds(2);
    }
  },
  CLOSED(Fault.closeConnection()),
  ANSWER_LOST(Fault.answerLost()),
  HALF_BODY(Fault.halfAnswer()),
  CUT_JSON(Fault.cutAnswer()),
  STATUS_302(Fault.status(302).withHeader("Location", "/users/track")),
  STATUS_307(Fault.status(307).withHeader("Location", "/users/track")),
  STATUS_408(Fault.status(408)),
  STATUS_413(Fault.status(413)),
  STATUS_429_RATELIMIT_RETRY_AFTER(RateLimitStyle.RATELIMIT_RETRY_AFTER),
  STATUS_429_RETRY_AFTER_SECONDS(RateLimitStyle.RETRY_AFTER_SECONDS),
  STATUS_429_RETRY_AFTER_DATE(RateLimitStyle.RETRY_AFTER_DATE),
  STATUS_429_RESET_EPOCH(RateLimitStyle.RESET_EPOCH),
  STATUS_429_RESET_SECONDS_LEFT(RateLimitStyle.RESET_SECONDS_LEFT),
  STATUS_429_RESET_EMPTY(RateLimitStyle.RESET_EMPTY),
  STATUS_429_NONE(RateLimitStyle.NONE),
  STATUS_500(Fault.status(500)),
  STATUS_501(Fault.status(501)),
  STATUS_502(Fault.status(502)),
  STATUS_503(Fault.status(503)),
  STATUS_504(Fault.status(504)),
  STATUS_599(Fault.status(599)),
  HTML_200(Fault.htmlPage(200)),
  HTML_503(Fault.htmlPage(503)),
  EMPTY_201(Fault.answer(201, "").afterApplying()),
  QUEUED_202(Fault.queued()),
  WRONG_CONTENT_TYPE(Fault.none().withHeader("Content-Type", "text/html")),
  MESSAGE_NUMBER(Fault.answer(201, "{\"message\":1}").afterApplying()),
  ERRORS_OBJECT(Fault.successWithErrors("{}")),
  ERRORS_NULL(Fault.successWithErrors("null")),
  INDEX_STRING(index("\"1\"")),
  INDEX_FRACTION(index("1.5")),
  INDEX_NULL(index("null")),
  INDEX_NEGATIVE(index("-1")),
  INDEX_TOO_LARGE(index("2")),
  NOT_TRACKED(Fault.successWithErrors("[{\"type\":\"request_status_not_tracked\"}]")),
  NESTED(
      Fault.answer(
              201,
              "{\"deep\":"
                  + "[".repeat(100_000)
                  + "]".repeat(100_000)
                  + ",\"message\":\"success\"}")
          .afterApplying());

  private final Fault once;
  private final Fault always;
  private final boolean requestsPause;

  ResponseFault(Fault fault) {
    this.once = fault;
    this.always = fault;
    this.requestsPause = false;
  }

  /**
   * A single 429 requests the shortest pause that the headers can express. A repeated 429 requests
   * a pause that ends after the deadline.
   */
  ResponseFault(RateLimitStyle style) {
    this.once = Fault.rateLimited(style, Duration.ofSeconds(1));
    this.always = Fault.rateLimited(style, Duration.ofHours(1));
    this.requestsPause = style != RateLimitStyle.RESET_EMPTY && style != RateLimitStyle.NONE;
  }

  private static Fault index(String json) {
    return Fault.successWithErrors(
        "[{\"type\":\"wrong\",\"input_array\":\"attributes\",\"index\":" + json + "}]");
  }

  /** {@return true if the response states when to retry} */
  boolean requestsPause() {
    return requestsPause;
  }

  @Override
  public boolean reachesServer() {
    return true;
  }

  @Override
  public Duration timeout() {
    return Duration.ZERO;
  }

  @Override
  public String title() {
    return "ResponseFault." + name();
  }

  @Override
  public TestBed testBed(int times) {
    FakeBraze braze = FakeBraze.start();
    braze.script(request -> request.index() >= times ? Fault.none() : times == 1 ? once : always);
    return () -> braze;
  }
}
