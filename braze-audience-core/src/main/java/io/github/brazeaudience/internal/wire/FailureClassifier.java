package io.github.brazeaudience.internal.wire;

import io.github.brazeaudience.internal.wire.AttemptResult.Failure;
import io.github.brazeaudience.internal.wire.AttemptResult.FatalFailure;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.io.UncheckedIOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Classifies an attempt that ended without a response: retryable or fatal. The only place that
 * decides which exceptions are retried. Pure functions.
 */
public final class FailureClassifier {
  /** Causes may form a cycle. */
  private static final int MAX_CAUSES = 32;

  private FailureClassifier() {}

  public static AttemptResult classify(Throwable failure, RequestContext context, String host) {
    Throwable cause = unwrapped(failure);
    if (cause instanceof TransportException broken) {
      ConnectFailure connect = broken.connectFailure().orElse(null);
      if (connect != null) {
        return couldNotConnect(connect, host);
      }
      if (broken.isPermanent()) {
        return permanentFailure(broken, context, host);
      }
      if (broken.delivery() == Delivery.NOT_SENT) {
        return unreachable(
            "could not connect to %s (%s); check the network, the endpoint and TLS"
                .formatted(host, causeName(broken)));
      }
    }
    if (cause instanceof CancellationException
        || !(cause instanceof RuntimeException || cause instanceof Error)) {
      return new Failure(
          Reason.NO_ANSWER,
          "the request%s was sent, but %s did not respond (%s); forward again"
              .formatted(context.toPath(), host, causeName(cause)),
          context.writes());
    }
    return new FatalFailure(
        context.writes() ? Reason.NO_ANSWER : Reason.UNREACHABLE,
        "the transport failed with %s, which is not retryable; check the versions on the class path"
            .formatted(causeName(cause)),
        context.writes());
  }

  /** A proxy may recover while batches wait. An untrusted certificate needs a manual fix. */
  private static AttemptResult couldNotConnect(ConnectFailure failure, String host) {
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
          new FatalFailure(
              Reason.UNREACHABLE,
              ("could not connect to %s: its certificate (%s) is not trusted; check the endpoint,"
                      + " the clock, and whether a proxy intercepts TLS whose issuer the trust store"
                      + " lacks")
                  .formatted(host, party),
              false);
    };
  }

  private static AttemptResult permanentFailure(
      TransportException failure, RequestContext context, String host) {
    boolean notSent = failure.delivery() == Delivery.NOT_SENT;
    return new FatalFailure(
        notSent || !context.writes() ? Reason.UNREACHABLE : Reason.NO_ANSWER,
        "%s; the request%s %s %s"
            .formatted(
                String.valueOf(failure.getMessage()).replaceAll("\\p{Cntrl}", " "),
                context.toPath(),
                notSent ? "was not sent to" : "may have reached",
                host),
        !notSent && context.writes());
  }

  private static Failure unreachable(String message) {
    return new Failure(Reason.UNREACHABLE, message, false);
  }

  /** Classifies an attempt whose end could not be classified because that threw. */
  public static AttemptResult unreadable(Throwable thrown, RequestContext context, String host) {
    return new Failure(
        Reason.UNREADABLE_ANSWER,
        "the end of the request%s to %s could not be read (%s); forward again"
            .formatted(context.toPath(), host, thrown.getClass().getSimpleName()),
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
