package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.Fate.AtAbort;
import io.github.brazeaudience.simulation.Fate.Mark;
import io.github.brazeaudience.simulation.SimulatedBraze.Script;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What can happen between a forwarder and Braze, drawn at random. What Braze takes it writes late:
 * each object at any time within the rest of a user after the end of the exchange.
 */
public final class Weather {
  private final Random random;
  private final VirtualTime time;
  private final long restNanos;

  public Weather(Random random, VirtualTime time, Duration minUserWriteInterval) {
    this.random = random;
    this.time = time;
    this.restNanos = minUserWriteInterval.toNanos();
  }

  /** All goes well. */
  public Script fine() {
    return (request, objects) -> good();
  }

  /** All goes well, but what is written is so only just before its user may be written again. */
  Script writtenLate() {
    return (request, objects) ->
        good().delay(() -> Duration.ofNanos(Math.max(0, restNanos - random.nextInt(100))));
  }

  /** One request in so many has a fault that a retry mends. */
  Script faults(int oneIn, Script otherwise) {
    return (request, objects) -> chance(oneIn) ? fault() : otherwise.fate(request, objects);
  }

  /** One connection in so many does not come about. */
  Script unreachable(int oneIn, Script otherwise) {
    return (request, objects) ->
        chance(oneIn) ? Fate.failure(Delivery.NOT_SENT) : otherwise.fate(request, objects);
  }

  /** Braze is away for a time. */
  public Script away(Duration from, Duration until, Script otherwise) {
    Away how = Away.values()[random.nextInt(Away.values().length)];
    return (request, objects) ->
        isBetween(from, until) ? away(how) : otherwise.fate(request, objects);
  }

  /** How Braze is away. */
  enum Away {
    REFUSED,
    RESET,
    SILENT,
    BROKEN,
    UNAVAILABLE,
    ANYHOW
  }

  private Fate away(Away how) {
    return switch (how == Away.ANYHOW ? any(Away.values()) : how) {
      case REFUSED -> Fate.failure(Delivery.NOT_SENT);
      case RESET -> maybeTaken(Fate.failure(Delivery.UNKNOWN));
      case SILENT -> maybeTaken(silence());
      case BROKEN -> maybeTaken(Fate.answer(500, "").after(latency()));
      default ->
          maybeTaken(
              Fate.answer(503, "")
                  .withHeader("Retry-After", String.valueOf(random.nextInt(20)))
                  .after(latency()));
    };
  }

  /** Some answers take very long, a few too long. */
  Script slowTail() {
    return (request, objects) -> {
      double seconds = 0.02 / Math.pow(1 - random.nextDouble(), 1.5);
      return good().after(Duration.ofMillis((long) (1_000 * Math.min(seconds, 120))));
    };
  }

  /** For a time Braze is slow, and fails two times in three. */
  Script brownOut(Duration from, Duration until) {
    return (request, objects) -> {
      if (!isBetween(from, until)) {
        return good();
      }
      Fate fate = random.nextInt(3) == 0 ? good() : fault();
      return fate.after(fate.latency().multipliedBy(1 + random.nextInt(20)));
    };
  }

  /**
   * One request in so many is never answered, and some of these end only when they are given up.
   */
  Script blackHole(int oneIn) {
    return (request, objects) -> chance(oneIn) ? maybeTaken(silence()) : good();
  }

  private Fate silence() {
    return good().after(Duration.ofDays(1)).atAbort(any(AtAbort.values()));
  }

  /** From an instant on the key is not valid any more. */
  Script expiredKey(Duration from) {
    int status = chance(2) ? 401 : 403;
    return (request, objects) ->
        time.elapsed().compareTo(from) < 0
            ? good()
            : Fate.answer(status, "{\"message\":\"Invalid API Key\"}").after(latency());
  }

  /** A request with one of these users in it is answered so. */
  public Script poison(Predicate<String> poisoned, Function<Random, Fate> refusal) {
    return (request, objects) ->
        objects.stream().map(SimulatedBraze::user).anyMatch(poisoned)
            ? refusal.apply(random).after(latency())
            : good();
  }

  /** Every request is refused, and nobody is named. */
  Script systemic() {
    return (request, objects) -> refused(random).after(latency());
  }

  /** A refusal that names nobody. */
  public static Fate refused(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> Fate.answer(413, "");
      case 1 -> Fate.answer(400, "<html>Bad Request</html>");
      case 2 -> Fate.answer(400, "{\"message\":\"Bad Request\",\"errors\":[\"malformed\"]}");
      default -> Fate.answer(400, "{\"message\":\"Bad Request\"}");
    };
  }

  /** A server error for a user that Braze cannot process. */
  public static Fate failed(Random random) {
    return Fate.answer(500 + random.nextInt(5), "");
  }

  /**
   * Braze names these users, and refuses the request if there are no others in it, or at random.
   */
  public Script named(Predicate<String> bad, int wholeOneIn) {
    return (request, objects) -> {
      Map<Integer, String> errors = new HashMap<>();
      Map<Integer, Mark> marks = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        if (bad.test(SimulatedBraze.user(objects.get(i)))) {
          errors.put(i, "EMAIL_BAD_FORMAT");
          marks.put(i, Mark.NAMED);
        }
      }
      boolean whole = errors.size() == objects.size() || chance(wholeOneIn);
      return itemised(whole, errors, marks);
    };
  }

  /** Braze names the push tokens of objects; what else is in those may be written or not. */
  Script badTokens(Predicate<String> bad, int wholeOneIn) {
    return (request, objects) -> {
      Map<Integer, String> errors = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        Map<String, Object> object = objects.get(i);
        if (object.containsKey("push_tokens") && bad.test(SimulatedBraze.user(object))) {
          errors.put(i, "BAD_PUSH_TOKEN_VALUE");
        }
      }
      boolean whole = errors.size() == objects.size() || chance(wholeOneIn);
      Map<Integer, Mark> marks = new HashMap<>();
      errors.keySet().forEach(i -> marks.put(i, whole ? Mark.NAMED : Mark.NAMED_IN_PART));
      return itemised(whole, errors, marks);
    };
  }

  /** Now and then Braze reports an error that it ties to nobody, and writes some or all. */
  Script unattributed(int oneIn, Script otherwise) {
    return (request, objects) -> {
      if (!chance(oneIn)) {
        return otherwise.fate(request, objects);
      }
      Map<Integer, Mark> marks = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        marks.put(i, Mark.MAY_HAVE_ARRIVED);
      }
      String error =
          any("\"somebody\"", "{\"type\":\"t\",\"index\":75}", "{\"type\":\"t\",\"index\":\"0\"}");
      return maybeTaken(
          success("{\"message\":\"success\",\"errors\":[" + error + "]}").marked(marks));
    };
  }

  private Fate itemised(boolean whole, Map<Integer, String> errors, Map<Integer, Mark> marks) {
    if (errors.isEmpty()) {
      return good();
    }
    String items =
        errors.entrySet().stream()
            .map(
                e ->
                    String.format(
                        Locale.ROOT,
                        "{\"type\":\"%s\",%s\"index\":%d}",
                        e.getValue(),
                        any("", "\"input_array\":\"attributes\","),
                        e.getKey()))
            .collect(Collectors.joining(","));
    String body = "{\"message\":\"%s\",\"errors\":[%s]}".formatted(whole ? "x" : "success", items);
    if (whole) {
      return Fate.answer(400, body).after(latency()).marked(marks);
    }
    boolean parts = random.nextBoolean();
    return success(body)
        .taken(i -> marks.get(i) == null || (parts && marks.get(i) == Mark.NAMED_IN_PART))
        .marked(marks);
  }

  private Fate good() {
    return success(any(SimulatedBraze.SUCCESS, "{\"message\":\"queued\"}"));
  }

  private Fate success(String body) {
    return Fate.answer(any(200, 201, 202), body)
        .after(latency())
        .delay(this::late)
        .atAbort(any(AtAbort.UNKNOWN, AtAbort.NOT_LEFT, AtAbort.GOES_ON));
  }

  private Fate fault() {
    return switch (random.nextInt(13)) {
      case 0 -> Fate.failure(Delivery.NOT_SENT);
      case 1 -> maybeTaken(Fate.failure(Delivery.UNKNOWN));
      case 2 -> maybeTaken(Fate.answer(408, "").after(latency()));
      case 3 -> maybeTaken(Fate.answer(500, "<html>").after(latency()));
      case 4 -> maybeTaken(Fate.answer(503, "").withHeader("Retry-After", "2").after(latency()));
      case 5 -> Fate.answer(429, "").withHeader("X-Ratelimit-Retry-After", "1").after(latency());
      case 6 -> Fate.answer(429, "").withHeader("X-RateLimit-Reset", "").after(latency());
      case 7 -> maybeTaken(success(""));
      case 8 -> maybeTaken(success("<html>hello</html>"));
      case 9 -> maybeTaken(success("{\"message\":\"succ"));
      case 10 -> maybeTaken(success("{\"message\":\"fine\"}"));
      case 11 -> maybeTaken(success("{\"attributes_processed\":75}"));
      default -> maybeTaken(silence());
    };
  }

  /** All of the objects, none, or some. */
  private Fate maybeTaken(Fate fate) {
    int share = random.nextInt(3);
    long some = random.nextLong();
    return fate.taken(i -> share == 1 || (share == 2 && (some >> (i % 64) & 1) == 1))
        .delay(this::late);
  }

  private Duration latency() {
    return Duration.ofMillis(20 + random.nextInt(300));
  }

  private Duration late() {
    return restNanos == 0 || chance(4)
        ? Duration.ZERO
        : Duration.ofNanos((long) (random.nextDouble() * restNanos));
  }

  private boolean isBetween(Duration from, Duration until) {
    return time.elapsed().compareTo(from) >= 0 && time.elapsed().compareTo(until) < 0;
  }

  private boolean chance(int oneIn) {
    return oneIn > 0 && random.nextInt(oneIn) == 0;
  }

  @SafeVarargs
  private <T> T any(@Nullable T... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
