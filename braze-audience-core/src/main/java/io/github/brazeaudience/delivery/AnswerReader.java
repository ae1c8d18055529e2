package io.github.brazeaudience.delivery;

import io.github.brazeaudience.delivery.Verdict.Delivered;
import io.github.brazeaudience.delivery.Verdict.Failure;
import io.github.brazeaudience.delivery.Verdict.NamedRefusal;
import io.github.brazeaudience.delivery.Verdict.Stop;
import io.github.brazeaudience.delivery.Verdict.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The one place that decides what an exchange means. A pure function of what came back. */
final class AnswerReader {
  private AnswerReader() {}

  /** What a response says about the objects of the request. */
  static Verdict read(TransportResponse response, int objects, String host, Instant now) {
    int status = response.status();
    if (status >= 200 && status < 300) {
      return readSuccess(response, objects);
    }
    if (status == 400) {
      BrazeAnswer answer =
          response.bodyComplete() ? BrazeAnswer.read(response.body(), objects) : null;
      return answer == null || answer.named().isEmpty()
          ? new WholeRefusal(status)
          : new NamedRefusal(answer.named(), answer.others());
    }
    if (status == 413) {
      return new WholeRefusal(status);
    }
    if (status == 401 || status == 403) {
      return new Stop(
          Reason.UNAUTHORIZED,
          ("%s answered %d: the REST API key is wrong, belongs to another instance or workspace, or lacks the"
                  + " permission users.track; mend it and forward again")
              .formatted(host, status),
          false);
    }
    Duration hint = RateLimitHeaders.delay(response, now);
    if (status == 429) {
      return new Failure(
          Reason.RATE_LIMITED,
          "Braze answered 429, its rate limit is used up; forward again later",
          false,
          hint);
    }
    if (status == 408 || status >= 500) {
      return new Failure(
          Reason.SERVER_ERROR,
          "Braze answered %d; forward again later".formatted(status),
          true,
          hint);
    }
    return new Stop(
        Reason.ENDPOINT_REFUSED,
        "%s answered %d, as Braze's /users/track does not; check the instance or the REST endpoint"
            .formatted(host, status),
        false);
  }

  /** What it means that no response came. */
  static Verdict read(Throwable failure, String host) {
    Throwable cause = failure;
    while (isWrapper(cause) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    if (cause instanceof TransportException broken && broken.delivery() == Delivery.NOT_SENT) {
      return new Failure(
          Reason.UNREACHABLE,
          "no connection to %s came about (%s); check the network, the endpoint and TLS"
              .formatted(host, name(broken)),
          false,
          null);
    }
    if (cause instanceof CancellationException
        || !(cause instanceof RuntimeException || cause instanceof Error)) {
      return new Failure(
          Reason.NO_ANSWER,
          "the request went out, but %s did not answer (%s); forward again"
              .formatted(host, name(cause)),
          true,
          null);
    }
    return new Stop(
        Reason.NO_ANSWER,
        "the transport failed with %s, which no retry mends; check the versions on the class path"
            .formatted(name(cause)),
        true);
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || failure instanceof UncheckedIOException;
  }

  private static Verdict readSuccess(TransportResponse response, int objects) {
    BrazeAnswer answer =
        response.bodyComplete() ? BrazeAnswer.read(response.body(), objects) : null;
    String message = answer == null ? null : answer.message();
    if (answer == null
        || message == null
        || !(message.equals("success") || message.equals("queued"))) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          "Braze answered %d with a body that does not say success; forward again"
              .formatted(response.status()),
          true,
          null);
    }
    return new Delivered(answer.named(), answer.unattributed(), answer.others());
  }

  /**
   * The kind of the failure; messages of HTTP libraries are not shown, because one cannot know what
   * is in them.
   */
  private static String name(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof TransportException ? failure.getCause() : failure;
    return cause == null ? "closed or aborted" : cause.getClass().getSimpleName();
  }
}
