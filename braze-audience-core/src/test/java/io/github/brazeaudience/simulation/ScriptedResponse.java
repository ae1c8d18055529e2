package io.github.brazeaudience.simulation;

import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Scripted result of one request: the response or failure, and which objects Braze applies.
 *
 * @param applied true for each object, by its position, that Braze writes to a profile
 * @param writeDelay delay of each write after the end of the exchange
 * @param effects the effect on each object, by its position, that the status alone does not imply
 */
public record ScriptedResponse(
    Duration latency,
    IntPredicate applied,
    Supplier<Duration> writeDelay,
    int status,
    Map<String, List<String>> headers,
    String body,
    @Nullable Delivery failure,
    Map<Integer, Effect> effects,
    OnAbort onAbort) {
  /** What the sender can know about one object of a request. */
  public enum Effect {
    /** The request was not sent, or Braze refused it as a whole. */
    NOT_APPLIED,
    /** The object may have been written. */
    MAY_HAVE_ARRIVED,
    /** Braze reported an error for the object and did not write it. */
    NAMED,
    /** Braze reported an error for a part of the object; the rest may have been written. */
    PARTLY_NAMED,
    /** A 2xx acknowledged the object. */
    ACKNOWLEDGED
  }

  /** Reaction of an exchange to an abort. */
  public enum OnAbort {
    /** Ends at once; the request may have arrived. */
    UNKNOWN,
    /** Ends at once; the request was not sent. */
    NOT_SENT_YET,
    /** Continues as if it were not aborted. */
    IGNORED,
    /** Ends only at a second abort or an abort after its time limit. */
    NEVER
  }

  public static ScriptedResponse of(int status, String body) {
    return new ScriptedResponse(
        Duration.ofMillis(100),
        object -> status / 100 == 2,
        () -> Duration.ZERO,
        status,
        Map.of(),
        body,
        null,
        Map.of(),
        OnAbort.UNKNOWN);
  }

  public static ScriptedResponse failure(Delivery delivery) {
    return new ScriptedResponse(
        Duration.ofMillis(5),
        object -> false,
        () -> Duration.ZERO,
        0,
        Map.of(),
        "",
        delivery,
        Map.of(),
        OnAbort.UNKNOWN);
  }

  public ScriptedResponse withHeader(String name, String value) {
    return withHeaders(Map.of(name, List.of(value)));
  }

  public ScriptedResponse withHeaders(Map<String, List<String>> all) {
    return new ScriptedResponse(
        latency, applied, writeDelay, status, all, body, failure, effects, onAbort);
  }

  public ScriptedResponse withLatency(Duration time) {
    return new ScriptedResponse(
        time, applied, writeDelay, status, headers, body, failure, effects, onAbort);
  }

  public ScriptedResponse withApplied(IntPredicate objects) {
    return new ScriptedResponse(
        latency, objects, writeDelay, status, headers, body, failure, effects, onAbort);
  }

  public ScriptedResponse withWriteDelay(Supplier<Duration> delays) {
    return new ScriptedResponse(
        latency, applied, delays, status, headers, body, failure, effects, onAbort);
  }

  public ScriptedResponse withEffects(Map<Integer, Effect> objects) {
    return new ScriptedResponse(
        latency, applied, writeDelay, status, headers, body, failure, objects, onAbort);
  }

  public ScriptedResponse withOnAbort(OnAbort end) {
    return new ScriptedResponse(
        latency, applied, writeDelay, status, headers, body, failure, effects, end);
  }

  /** Has the same effect in Braze, but the response does not show it. */
  ScriptedResponse unreadable() {
    return of(201, "").withApplied(applied).withWriteDelay(writeDelay);
  }

  /** Returns the effect on the object at this position of the request. */
  Effect effect(int object) {
    Effect own = effects.get(object);
    if (own != null) {
      return own;
    }
    if (failure != null) {
      return failure == Delivery.NOT_SENT ? Effect.NOT_APPLIED : Effect.MAY_HAVE_ARRIVED;
    }
    if (status / 100 == 2) {
      return body.contains("\"success\"") || body.contains("\"queued\"")
          ? Effect.ACKNOWLEDGED
          : Effect.MAY_HAVE_ARRIVED;
    }
    return status == 408 || status >= 500 ? Effect.MAY_HAVE_ARRIVED : Effect.NOT_APPLIED;
  }

  /** Returns the reason for an object at this position that was not accepted. */
  public Reason reason(int object) {
    if (failure != null) {
      return failure == Delivery.NOT_SENT ? Reason.UNREACHABLE : Reason.NO_ANSWER;
    }
    Effect effect = effect(object);
    return switch (status) {
      case 200, 201, 202 ->
          effect == Effect.PARTLY_NAMED
              ? Reason.NAMED_BY_BRAZE
              : effects.isEmpty() ? Reason.UNREADABLE_ANSWER : Reason.UNATTRIBUTED_ERROR;
      case 400 -> effect == Effect.NAMED ? Reason.NAMED_BY_BRAZE : Reason.REQUEST_REFUSED;
      case 413 -> Reason.REQUEST_REFUSED;
      case 401, 403 -> Reason.UNAUTHORIZED;
      case 429 -> Reason.RATE_LIMITED;
      default -> effect == Effect.MAY_HAVE_ARRIVED ? Reason.SERVER_ERROR : Reason.ENDPOINT_REFUSED;
    };
  }
}
