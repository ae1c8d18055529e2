package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.internal.wire.AttemptResult.Delivered;
import io.github.brazeaudience.internal.wire.AttemptResult.Exported;
import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.internal.wire.AttemptResult.NamedRefusal;
import io.github.brazeaudience.internal.wire.AttemptResult.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies the end of an attempt: delivered, refused, retryable or fatal. The only place that
 * decides which statuses and exceptions are retried. Pure functions.
 */
public final class ResponseClassifier {
  /** Causes may form a cycle. */
  private static final int MAX_CAUSES = 32;

  private ResponseClassifier() {}

  /** Classifies a response. */
  public static AttemptResult classify(
      TransportResponse response, RequestContext context, String host, Instant now) {
    int status = response.status();
    if (status < 200 || status > 599) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          String.format(
              Locale.ROOT,
              "%s returned status %d, which is not a final HTTP status; forward again",
              host,
              status),
          context.writes());
    }
    if (status < 300) {
      return context.writes()
          ? classifyTracked(response, context.objects())
          : classifyExported(response, context);
    }
    if (status == 400 || status == 413) {
      return classifyRefusal(response, context, host);
    }
    if (status == 401 || status == 403) {
      return new FatalFailure(Reason.UNAUTHORIZED, unauthorized(status, context, host), false);
    }
    RetryAfterHeaders.Hint hint = RetryAfterHeaders.read(response, now);
    if (status == 429) {
      return new Failure(
          Reason.RATE_LIMITED,
          String.format(
              Locale.ROOT,
              "Braze returned 429%s, its rate limit is used up; forward again later",
              context.toPath()),
          false,
          hint.delay(),
          hint.correction());
    }
    if (status == 408 || status >= 500) {
      return new Failure(
          Reason.SERVER_ERROR,
          String.format(
              Locale.ROOT, "Braze returned %d%s; forward again later", status, context.toPath()),
          context.writes(),
          hint.delay(),
          hint.correction());
    }
    return new FatalFailure(
        Reason.ENDPOINT_REFUSED,
        String.format(
            Locale.ROOT,
            "%s returned %d, which Braze's %s does not return; check the instance or the REST"
                + " endpoint",
            host,
            status,
            context.operation().path()),
        false);
  }

  private static AttemptResult classifyTracked(TransportResponse response, int objects) {
    TrackResponseParser parsed =
        response.bodyComplete() ? TrackResponseParser.parse(response.body(), objects) : null;
    String message = parsed == null ? null : parsed.message();
    if (parsed == null || !("success".equals(message) || "queued".equals(message))) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          String.format(
              Locale.ROOT,
              "Braze returned %d with a body that does not report success; forward again",
              response.status()),
          true);
    }
    return new Delivered(parsed.named(), parsed.unattributed(), parsed.others());
  }

  private static AttemptResult classifyExported(
      TransportResponse response, RequestContext context) {
    List<ExportedProfile> profiles =
        response.bodyComplete()
            ? ExportResponseParser.parse(response.body(), context.attributes())
            : null;
    return profiles != null
        ? new Exported(profiles)
        : new Failure(
            Reason.UNREADABLE_ANSWER,
            String.format(
                Locale.ROOT,
                "Braze returned %d%s with a body that is too long or malformed; forward again",
                response.status(),
                context.toPath()),
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
          String.format(
              Locale.ROOT,
              "%s returned %d%s, so audiences cannot be read back; forward snapshots",
              host,
              status,
              context.toPath()),
          false);
    }
    TrackResponseParser parsed =
        response.bodyComplete()
            ? TrackResponseParser.parse(response.body(), context.objects())
            : null;
    return status == 400 && parsed != null && !parsed.named().isEmpty()
        ? new NamedRefusal(parsed.named(), parsed.others())
        : new WholeRefusal(status, parsed != null && parsed.isTooLong());
  }

  private static String unauthorized(int status, RequestContext context, String host) {
    return context.writes()
        ? String.format(
            Locale.ROOT,
            ("%s returned %d: the REST API key is wrong, belongs to another instance or workspace,"
                + " or lacks the permission %s; fix the key and forward again"),
            host,
            status,
            context.operation().permission())
        : String.format(
            Locale.ROOT,
            "%s returned %d%s: the REST API key is wrong or lacks the permission %s, which %s",
            host,
            status,
            context.toPath(),
            context.operation().permission(),
            context.isLookup()
                ? "looking up devices needs; use a key that has it, or turn off device lookup"
                : "reading back audiences needs; use a key that has it, or forward snapshots");
  }

  /** Classifies an attempt that ended without a response. */
  public static AttemptResult classify(Throwable failure, RequestContext context, String host) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof TransportException broken && broken.connectFailure().isPresent()) {
      return couldNotConnect(broken.connectFailure().get(), host);
    }
    if (cause instanceof TransportException broken && broken.isPermanent()) {
      return permanentFailure(broken, context, host);
    }
    if (cause instanceof TransportException broken && broken.delivery() == Delivery.NOT_SENT) {
      return unreachable(
          String.format(
              Locale.ROOT,
              "could not connect to %s (%s); check the network, the endpoint and TLS",
              host,
              causeName(broken)));
    }
    if (cause instanceof CancellationException
        || !(cause instanceof RuntimeException || cause instanceof Error)) {
      return new Failure(
          Reason.NO_ANSWER,
          String.format(
              Locale.ROOT,
              "the request%s was sent, but %s did not respond (%s); forward again",
              context.toPath(),
              host,
              causeName(cause)),
          context.writes());
    }
    return new FatalFailure(
        context.writes() ? Reason.NO_ANSWER : Reason.UNREACHABLE,
        String.format(
            Locale.ROOT,
            "the transport failed with %s, which is not retryable; check the versions on the class"
                + " path",
            causeName(cause)),
        context.writes());
  }

  /** A proxy may recover while batches wait. An untrusted certificate needs a manual fix. */
  private static AttemptResult couldNotConnect(ConnectFailure failure, String host) {
    String party = failure.party();
    return switch (failure.kind()) {
      case PROXY_UNREACHABLE ->
          unreachable(
              String.format(
                  Locale.ROOT,
                  "could not connect to the proxy %s on the way to %s; check the proxy and the"
                      + " network",
                  party,
                  host));
      case PROXY_REFUSED ->
          unreachable(
              String.format(
                  Locale.ROOT,
                  "the proxy %s refused a tunnel to %s with status %s; check the proxy's rules and"
                      + " credentials",
                  party,
                  host,
                  failure.status().orElse(0)));
      case UNTRUSTED_CERTIFICATE ->
          new FatalFailure(
              Reason.UNREACHABLE,
              String.format(
                  Locale.ROOT,
                  ("could not connect to %s: its certificate (%s) is not trusted; check the"
                      + " endpoint, the clock, and whether a proxy intercepts TLS whose issuer the"
                      + " trust store lacks"),
                  host,
                  party),
              false);
    };
  }

  private static AttemptResult permanentFailure(
      TransportException failure, RequestContext context, String host) {
    boolean notSent = failure.delivery() == Delivery.NOT_SENT;
    return new FatalFailure(
        notSent || !context.writes() ? Reason.UNREACHABLE : Reason.NO_ANSWER,
        String.format(
            Locale.ROOT,
            "%s; the request%s %s",
            String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " "),
            context.toPath(),
            notSent ? "was not sent to " + host : "may have reached " + host),
        !notSent && context.writes());
  }

  private static Failure unreachable(String message) {
    return new Failure(Reason.UNREACHABLE, message, false);
  }

  /** Classifies an attempt whose end could not be classified because that threw. */
  public static AttemptResult unreadable(Throwable thrown, RequestContext context, String host) {
    return new Failure(
        Reason.UNREADABLE_ANSWER,
        String.format(
            Locale.ROOT,
            "the end of the request%s to %s could not be read (%s); forward again",
            context.toPath(),
            host,
            thrown.getClass().getSimpleName()),
        context.writes());
  }

  private static Throwable unwrapped(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; depth < MAX_CAUSES && isWrapper(cause); depth++) {
      Throwable inner = cause.getCause();
      if (inner == null) {
        return cause;
      }
      cause = inner;
    }
    return cause;
  }

  private static boolean isWrapper(Throwable failure) {
    return failure instanceof CompletionException
        || failure instanceof ExecutionException
        || failure instanceof UncheckedIOException;
  }

  /** Messages of HTTP libraries are not shown because they may contain anything. */
  private static String causeName(Throwable failure) {
    @Nullable Throwable cause =
        failure instanceof TransportException ? failure.getCause() : failure;
    return cause == null ? "closed or aborted" : cause.getClass().getSimpleName();
  }
}
