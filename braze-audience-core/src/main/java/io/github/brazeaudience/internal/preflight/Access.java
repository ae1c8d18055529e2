package io.github.brazeaudience.internal.preflight;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.internal.query.QueryResult;
import io.github.brazeaudience.internal.query.QueryResult.Answered;
import io.github.brazeaudience.internal.query.QueryResult.Failed;
import io.github.brazeaudience.internal.wire.BrazeBody;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportResponse;

/**
 * Result of a probe: whether Braze permits the operation.
 *
 * @param detail what happened, for people
 */
record Access(Kind kind, String detail) {
  enum Kind {
    /** Braze accepted the key for the operation, whatever it decided about the body. */
    ALLOWED,
    /** 401: the key is wrong or lacks the permission. */
    UNAUTHORIZED,
    /** 403: the key lacks the permission. */
    FORBIDDEN,
    /** A response that Braze does not give. */
    NOT_BRAZE,
    /** No connection. */
    UNREACHABLE,
    /** Connected, but no response, or no time left. */
    NO_RESPONSE,
    /** Rate limited, a server error, or an unreadable response. */
    UNDECIDED
  }

  /** Returns true if other requests would have the same result. */
  boolean endsPreflight() {
    return kind == Kind.NOT_BRAZE || kind == Kind.UNREACHABLE || kind == Kind.NO_RESPONSE;
  }

  /** Classifies the result of a probe. */
  static Access of(QueryResult result, BrazeOperation operation, String host) {
    if (result instanceof Failed failed) {
      return of(failed);
    }
    TransportResponse response = ((Answered) result).response();
    int status = response.status();
    String seen = "%s returned %s to %s".formatted(host, status, operation.path());
    if (!response.bodyComplete()) {
      return new Access(
          Kind.UNDECIDED, seen + " with a body that could not be read to its end; check again");
    }
    byte[] body = response.body();
    boolean refusal = status == 401 || status == 403;
    boolean accepted = (status >= 200 && status < 300) || status == 400;
    if (BrazeBody.hasForm(body) ? !(refusal || accepted) : !(refusal && body.length == 0)) {
      return new Access(
          Kind.NOT_BRAZE,
          seen
              + (refusal || accepted ? " with a body that is not Braze's" : "")
              + ", which Braze does not return; check the instance or the REST endpoint, and"
              + " whether a proxy or gateway responds in Braze's place");
    }
    return new Access(
        accepted ? Kind.ALLOWED : status == 401 ? Kind.UNAUTHORIZED : Kind.FORBIDDEN, seen);
  }

  private static Access of(Failed failed) {
    return switch (failed.reason()) {
      case UNREACHABLE -> new Access(Kind.UNREACHABLE, failed.message());
      case NO_ANSWER ->
          new Access(Kind.NO_RESPONSE, failed.message() + "; check the network and the endpoint");
      case CLOSED -> new Access(Kind.NO_RESPONSE, failed.message() + "; create another one");
      case DEADLINE -> new Access(Kind.NO_RESPONSE, failed.message() + "; check again");
      default ->
          new Access(
              Kind.UNDECIDED,
              failed.message()
                  + (failed.reason() == Reason.RATE_LIMITED
                      ? ", its rate limit is used up; check again later"
                      : "; check again later"));
    };
  }
}
