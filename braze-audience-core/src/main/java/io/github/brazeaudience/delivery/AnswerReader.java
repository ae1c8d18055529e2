package io.github.brazeaudience.delivery;

import io.github.brazeaudience.delivery.Verdict.Delivered;
import io.github.brazeaudience.delivery.Verdict.Exported;
import io.github.brazeaudience.delivery.Verdict.Failure;
import io.github.brazeaudience.delivery.Verdict.NamedRefusal;
import io.github.brazeaudience.delivery.Verdict.Stop;
import io.github.brazeaudience.delivery.Verdict.WholeRefusal;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** The one place that decides what an exchange means. A pure function of what came back. */
final class AnswerReader {
  /** How many wrappers around a failure are looked into. */
  private static final int MAX_CAUSES = 32;

  private AnswerReader() {}

  /** What a response says about what was asked. */
  static Verdict read(TransportResponse response, Asked asked, String host, Instant now) {
    int status = response.status();
    if (status < 200 || status > 599) {
      return new Failure(
          Reason.UNREADABLE_ANSWER,
          String.format(Locale.ROOT, "%s answered with the status %d, which is not a final status of HTTP; forward again", host, status),
          asked.writes(),
          null);
    }
    if (status < 300) {
      return asked.writes()
          ? readSuccess(response, asked.objects())
          : readProfiles(response, asked);
    }
    if (status == 400 || status == 413) {
      return readRefusal(response, asked, host);
    }
    if (status == 401 || status == 403) {
      return new Stop(Reason.UNAUTHORIZED, unauthorized(status, asked, host), false);
    }
    RateLimitHeaders.Hint hint = RateLimitHeaders.read(response, now);
    if (status == 429) {
      return new Failure(
          Reason.RATE_LIMITED,
          "Braze answered 429%s, its rate limit is used up; forward again later"
              .formatted(asked.unusualPath()),
          false,
          hint.delay(),
          hint.correction());
    }
    if (status == 408 || status >= 500) {
      return new Failure(
          Reason.SERVER_ERROR,
          String.format(
              Locale.ROOT, "Braze answered %d%s; forward again later", status, asked.unusualPath()),
          asked.writes(),
          hint.delay(),
          hint.correction());
    }
    return new Stop(
        Reason.ENDPOINT_REFUSED,
        String.format(
            Locale.ROOT,
            "%s answered %d, as Braze's %s does not; check the instance or the REST endpoint",
            host,
            status,
            asked.operation().path()),
        false);
  }

  /** Only what is written can be refused because of some users. */
  private static Verdict readRefusal(TransportResponse response, Asked asked, String host) {
    int status = response.status();
    if (!asked.writes()) {
      return new Stop(
          Reason.REQUEST_REFUSED,
          String.format(
              Locale.ROOT,
              "%s answered %d%s, so that audiences cannot be read back; forward snapshots",
              host,
              status,
              asked.unusualPath()),
          false);
    }
    BrazeAnswer answer =
        status == 400 && response.bodyComplete()
            ? BrazeAnswer.read(response.body(), asked.objects())
            : null;
    return answer == null || answer.named().isEmpty()
        ? new WholeRefusal(status)
        : new NamedRefusal(answer.named(), answer.others());
  }

  private static String unauthorized(int status, Asked asked, String host) {
    return asked.writes()
        ? String.format(
            Locale.ROOT,
            ("%s answered %d: the REST API key is wrong, belongs to another instance or workspace, or lacks the"
                + " permission %s; fix it and forward again"),
            host,
            status,
            asked.operation().permission())
        : String.format(
            Locale.ROOT,
            ("%s answered %d%s: the REST API key lacks the permission %s, which reading back audiences needs, if it is"
                + " not wrong altogether; give it a key that has it, or forward snapshots"),
            host,
            status,
            asked.unusualPath(),
            asked.operation().permission());
  }

  /** What it means that no response came. */
  static Verdict read(Throwable failure, Asked asked, String host) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof TransportException broken && broken.connectFailure().isPresent()) {
      return couldNotConnect(broken.connectFailure().get(), host);
    }
    if (cause instanceof TransportException broken && broken.isPermanent()) {
      return permanent(broken, asked, host);
    }
    if (cause instanceof TransportException broken && broken.delivery() == Delivery.NOT_SENT) {
      return unreachable(
          "could not connect to %s (%s); check the network, the endpoint and TLS"
              .formatted(host, name(broken)));
    }
    if (cause instanceof CancellationException
        || !(cause instanceof RuntimeException || cause instanceof Error)) {
      return new Failure(
          Reason.NO_ANSWER,
          "the request%s went out, but %s did not answer (%s); forward again"
              .formatted(asked.unusualPath(), host, name(cause)),
          asked.writes(),
          null);
    }
    return new Stop(
        asked.writes() ? Reason.NO_ANSWER : Reason.UNREACHABLE,
        "the transport failed with %s, which no retry mends; check the versions on the class path"
            .formatted(name(cause)),
        asked.writes());
  }

  /** A proxy may be fixed while batches wait; a certificate is not trusted until a person acts. */
  private static Verdict couldNotConnect(ConnectFailure failure, String host) {
    String party = failure.party();
    return switch (failure.kind()) {
      case PROXY_UNREACHABLE ->
          unreachable(
              "could not connect to the proxy %s on the way to %s; check the proxy and the network"
                  .formatted(party, host));
      case PROXY_REFUSED ->
          unreachable(
              "the proxy %s refused a tunnel to %s with status %s; check the proxy's rules and credentials"
                  .formatted(party, host, failure.status().orElse(0)));
      case UNTRUSTED_CERTIFICATE ->
          new Stop(
              Reason.UNREACHABLE,
              "could not connect to %s: its certificate (%s) is not trusted; check the endpoint, the clock, and whether a proxy intercepts TLS whose issuer the trust store lacks"
                  .formatted(host, party),
              false);
    };
  }

  private static Stop permanent(TransportException failure, Asked asked, String host) {
    boolean notSent = failure.delivery() == Delivery.NOT_SENT;
    return new Stop(
        notSent || !asked.writes() ? Reason.UNREACHABLE : Reason.NO_ANSWER,
        "%s; the request%s %s"
            .formatted(
                String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " "),
                asked.unusualPath(),
                notSent ? "was not sent to " + host : "may have reached " + host),
        !notSent && asked.writes());
  }

  private static Failure unreachable(String message) {
    return new Failure(Reason.UNREACHABLE, message, false, null);
  }

  /** The failure inside wrappers; causes may form a circle. */
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

  /** What an exchange means if reading its end throws, as code of a foreign transport may. */
  static Verdict unreadable(Throwable thrown, Asked asked, String host) {
    return new Failure(
        Reason.UNREADABLE_ANSWER,
        "the end of the request%s to %s could not be read (%s); forward again"
            .formatted(asked.unusualPath(), host, thrown.getClass().getSimpleName()),
        asked.writes(),
        null);
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
          String.format(
              Locale.ROOT,
              "Braze answered %d with a body that does not say success; forward again",
              response.status()),
          true,
          null);
    }
    return new Delivered(answer.named(), answer.unattributed(), answer.others());
  }

  private static Verdict readProfiles(TransportResponse response, Asked asked) {
    Map<String, Map<String, Object>> profiles =
        response.bodyComplete() ? ExportAnswer.read(response.body(), asked.attributes()) : null;
    return profiles != null
        ? new Exported(profiles)
        : new Failure(
            Reason.UNREADABLE_ANSWER,
            String.format(
                Locale.ROOT,
                "Braze answered %d%s with a body that is too long or not of the documented form; forward again",
                response.status(),
                asked.unusualPath()),
            false,
            null);
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
