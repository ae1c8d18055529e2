package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Exported;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Classifies a response: delivered, refused, retryable or fatal. The only place that decides which
 * statuses are retried. Pure functions. {@link FailureClassifier} classifies the end of an attempt
 * without a response.
 */
public final class ResponseClassifier {
  private ResponseClassifier() {}

  /** Classifies a response. */
  public static AttemptResult classify(
      TransportResponse response, RequestContext context, String host, Instant now) {
    int status = response.status();
    if (status < 200 || status > 599) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          host + " returned status " + status + ", which is not a final HTTP status; forward again",
          context.writes());
    }
    if (status < 300) {
      return context.writes()
          ? classifyTracked(response, context)
          : classifyExported(response, context);
    }
    if (status == 400 || status == 413) {
      return classifyRefusal(response, context, host);
    }
    String returned = host + " returned " + status;
    if (status == 401 || status == 403) {
      return new FatalFailure(Reason.UNAUTHORIZED, returned + unauthorized(context), false);
    }
    RetryAfterHeaders.Hint hint = RetryAfterHeaders.read(response, now);
    if (status == 429) {
      return new Failure(
          Reason.RATE_LIMITED,
          brazeReturned(status, context) + ", its rate limit is used up; forward again later",
          false,
          hint.delay(),
          hint.correction());
    }
    if (status == 408 || status >= 500) {
      return new Failure(
          Reason.SERVER_ERROR,
          brazeReturned(status, context) + "; forward again later",
          context.writes(),
          hint.delay(),
          hint.correction());
    }
    return new FatalFailure(
        Reason.ENDPOINT_REFUSED,
        "%s, which Braze's %s does not return; check the instance or the REST endpoint"
            .formatted(returned, context.operation().path()),
        false);
  }

  private static String brazeReturned(int status, RequestContext context) {
    return "Braze returned " + status + context.toPath();
  }

  private static AttemptResult classifyTracked(TransportResponse response, RequestContext context) {
    TrackResponseParser parsed = parsed(response, context);
    String message = parsed == null ? null : parsed.message();
    if (parsed == null || !("success".equals(message) || "queued".equals(message))) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          brazeReturned(response.status(), context)
              + " with a body that does not report success; forward again",
          true);
    }
    return new Delivered(parsed.named(), parsed.unattributed(), parsed.others());
  }

  private static @Nullable TrackResponseParser parsed(
      TransportResponse response, RequestContext context) {
    return response.bodyComplete()
        ? TrackResponseParser.parse(response.body(), context.objects())
        : null;
  }

  private static AttemptResult classifyExported(
      TransportResponse response, RequestContext context) {
    List<ExportedProfile> profiles =
        response.bodyComplete()
            ? ExportResponseParser.parse(response.body(), context.attributes()::contains)
            : null;
    return profiles != null
        ? new Exported(profiles)
        : new Failure(
            Reason.UNREADABLE_ANSWER,
            brazeReturned(response.status(), context)
                + " with a body that is too long or malformed; forward again",
            false);
  }

  /**
   * A read-back is never split. Its ids were checked, so a refusal is about the request itself. A
   * lookup has one device, whose id Braze may refuse.
   */
  private static AttemptResult classifyRefusal(
      TransportResponse response, RequestContext context, String host) {
    int status = response.status();
    if (context.isLookup()) {
      return new WholeRefusal(status, false);
    }
    if (!context.writes()) {
      return new FatalFailure(
          Reason.REQUEST_REFUSED,
          host
              + " returned "
              + status
              + context.toPath()
              + ", so audiences cannot be read back; forward snapshots",
          false);
    }
    TrackResponseParser parsed = parsed(response, context);
    return status == 400 && parsed != null && !parsed.named().isEmpty()
        ? new NamedRefusal(parsed.named(), parsed.others())
        : new WholeRefusal(status, parsed != null && parsed.isTooLong());
  }

  private static String unauthorized(RequestContext context) {
    String permission = context.operation().permission();
    if (context.writes()) {
      return ": the REST API key is wrong, belongs to another instance or workspace, or lacks the"
          + " permission "
          + permission
          + "; fix the key and forward again";
    }
    return "%s: the REST API key is wrong or lacks the permission %s, which %s"
        .formatted(
            context.toPath(),
            permission,
            context.isLookup()
                ? "looking up devices needs; use a key that has it, or turn off device lookup"
                : "reading back audiences needs; use a key that has it, or forward snapshots");
  }
}
