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
 * What happens to one request.
 *
 * @param taken which of the objects are written
 * @param delay how long after the end of the exchange an object is written
 * @param marks by object, where it is not for all what the status says
 */
public record Fate(
    Duration latency,
    IntPredicate taken,
    Supplier<Duration> delay,
    int status,
    Map<String, List<String>> headers,
    String body,
    @Nullable Delivery failure,
    Map<Integer, Mark> marks,
    AtAbort atAbort) {
  /** What an object of a request came to, as one can know from outside. */
  public enum Mark {
    /** It did not leave, or Braze refused the whole request. */
    NOT_TAKEN,
    /** Nobody can say. */
    MAY_HAVE_ARRIVED,
    /** Braze named it: not written. */
    NAMED,
    /** Braze named a part of it: the rest may be written. */
    NAMED_IN_PART,
    /** A 2xx says that it is taken. */
    COVERED
  }

  /** How an exchange ends that is aborted. */
  public enum AtAbort {
    /** At once, and nobody knows what became of the request. */
    UNKNOWN,
    /** At once, and the request had not left. */
    NOT_LEFT,
    /** As if it were not aborted. */
    GOES_ON,
    /** Not before it is aborted once more, and not at its time limit either. */
    NEVER
  }

  public static Fate answer(int status, String body) {
    return new Fate(
        Duration.ofMillis(100),
        object -> status / 100 == 2,
        () -> Duration.ZERO,
        status,
        Map.of(),
        body,
        null,
        Map.of(),
        AtAbort.UNKNOWN);
  }

  public static Fate failure(Delivery delivery) {
    return new Fate(
        Duration.ofMillis(5),
        object -> false,
        () -> Duration.ZERO,
        0,
        Map.of(),
        "",
        delivery,
        Map.of(),
        AtAbort.UNKNOWN);
  }

  public Fate withHeader(String name, String value) {
    return withHeaders(Map.of(name, List.of(value)));
  }

  Fate withHeaders(Map<String, List<String>> all) {
    return new Fate(latency, taken, delay, status, all, body, failure, marks, atAbort);
  }

  public Fate after(Duration time) {
    return new Fate(time, taken, delay, status, headers, body, failure, marks, atAbort);
  }

  public Fate taken(IntPredicate objects) {
    return new Fate(latency, objects, delay, status, headers, body, failure, marks, atAbort);
  }

  public Fate delay(Supplier<Duration> each) {
    return new Fate(latency, taken, each, status, headers, body, failure, marks, atAbort);
  }

  public Fate marked(Map<Integer, Mark> objects) {
    return new Fate(latency, taken, delay, status, headers, body, failure, objects, atAbort);
  }

  public Fate atAbort(AtAbort end) {
    return new Fate(latency, taken, delay, status, headers, body, failure, marks, end);
  }

  /** The same for Braze, but nobody learns from the response what Braze did. */
  Fate unreadable() {
    return answer(201, "").taken(taken).delay(delay);
  }

  /** What the object at this place of the request came to. */
  Mark mark(int object) {
    Mark own = marks.get(object);
    if (own != null) {
      return own;
    }
    if (failure != null) {
      return failure == Delivery.NOT_SENT ? Mark.NOT_TAKEN : Mark.MAY_HAVE_ARRIVED;
    }
    if (status / 100 == 2) {
      return body.contains("\"success\"") || body.contains("\"queued\"")
          ? Mark.COVERED
          : Mark.MAY_HAVE_ARRIVED;
    }
    return status == 408 || status >= 500 ? Mark.MAY_HAVE_ARRIVED : Mark.NOT_TAKEN;
  }

  /** The reason for what did not come through by this. */
  public Reason reason(int object) {
    if (failure != null) {
      return failure == Delivery.NOT_SENT ? Reason.UNREACHABLE : Reason.NO_ANSWER;
    }
    Mark mark = mark(object);
    return switch (status) {
      case 200, 201, 202 ->
          mark == Mark.NAMED_IN_PART
              ? Reason.NAMED_BY_BRAZE
              : marks.isEmpty() ? Reason.UNREADABLE_ANSWER : Reason.UNATTRIBUTED_ERROR;
      case 400 -> mark == Mark.NAMED ? Reason.NAMED_BY_BRAZE : Reason.REQUEST_REFUSED;
      case 413 -> Reason.REQUEST_REFUSED;
      case 401, 403 -> Reason.UNAUTHORIZED;
      case 429 -> Reason.RATE_LIMITED;
      default -> mark == Mark.MAY_HAVE_ARRIVED ? Reason.SERVER_ERROR : Reason.ENDPOINT_REFUSED;
    };
  }
}
