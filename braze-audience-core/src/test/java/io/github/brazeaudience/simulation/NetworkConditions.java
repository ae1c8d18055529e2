package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.ScriptedResponse.Effect;
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

/**
 * Random network and server behavior as scripts for {@link SimulatedBraze}. Braze applies accepted
 * objects late: each at a random time within {@code minUserWriteInterval} after the end of the
 * exchange.
 */
public final class NetworkConditions extends RandomResponses {
  public NetworkConditions(Random random, VirtualTime time, Duration minUserWriteInterval) {
    super(random, time, minUserWriteInterval);
  }

  /** Every request succeeds. */
  public Script healthy() {
    return (request, objects) -> success();
  }

  /** Every request succeeds, but is applied only just before its users may be written again. */
  Script appliedLate() {
    return (request, objects) ->
        success()
            .withWriteDelay(
                () -> Duration.ofNanos(Math.max(0, minIntervalNanos - random.nextInt(100))));
  }

  /** One request in {@code oneIn} has a fault that a retry fixes. */
  Script transientFaults(int oneIn, Script otherwise) {
    return (request, objects) ->
        chance(oneIn) ? transientFault() : otherwise.respond(request, objects);
  }

  /** One connection in {@code oneIn} fails. */
  Script unreachable(int oneIn, Script otherwise) {
    return (request, objects) ->
        chance(oneIn)
            ? ScriptedResponse.failure(Delivery.NOT_SENT)
            : otherwise.respond(request, objects);
  }

  /** Braze is unavailable for a time. */
  public Script outage(Duration from, Duration until, Script otherwise) {
    OutageKind kind = OutageKind.values()[random.nextInt(OutageKind.values().length)];
    return (request, objects) ->
        isBetween(from, until) ? outage(kind) : otherwise.respond(request, objects);
  }

  /** Symptom of an outage. */
  enum OutageKind {
    REFUSED,
    RESET,
    NO_RESPONSE,
    SERVER_ERROR,
    UNAVAILABLE,
    MIXED
  }

  private ScriptedResponse outage(OutageKind kind) {
    return switch (kind == OutageKind.MIXED ? pick(OutageKind.values()) : kind) {
      case REFUSED -> ScriptedResponse.failure(Delivery.NOT_SENT);
      case RESET -> maybeApplied(ScriptedResponse.failure(Delivery.UNKNOWN));
      case NO_RESPONSE -> maybeApplied(noResponse());
      case SERVER_ERROR -> maybeApplied(ScriptedResponse.of(500, "").withLatency(latency()));
      default ->
          maybeApplied(
              ScriptedResponse.of(503, "")
                  .withHeader("Retry-After", String.valueOf(random.nextInt(20)))
                  .withLatency(latency()));
    };
  }

  /** Some responses take very long, and a few longer than the request timeout. */
  Script slowTail() {
    return (request, objects) -> {
      double seconds = 0.02 / Math.pow(1 - random.nextDouble(), 1.5);
      return success().withLatency(Duration.ofMillis((long) (1_000 * Math.min(seconds, 120))));
    };
  }

  /** For a time Braze is slow and fails two requests in three. */
  Script brownOut(Duration from, Duration until) {
    return (request, objects) -> {
      if (!isBetween(from, until)) {
        return success();
      }
      ScriptedResponse scripted = random.nextInt(3) == 0 ? success() : transientFault();
      return scripted.withLatency(scripted.latency().multipliedBy(1 + random.nextInt(20)));
    };
  }

  /**
   * One request in {@code oneIn} gets no response, and some of these end only after their time
   * limit.
   */
  Script blackHole(int oneIn) {
    return (request, objects) -> chance(oneIn) ? maybeApplied(noResponse()) : success();
  }

  /** The key becomes invalid at an instant. */
  Script expiredKey(Duration from) {
    int status = chance(2) ? 401 : 403;
    return (request, objects) ->
        time.elapsed().compareTo(from) < 0
            ? success()
            : ScriptedResponse.of(status, "{\"message\":\"Invalid API Key\"}")
                .withLatency(latency());
  }

  /** Every request that contains one of these users is refused. */
  public Script poisonUsers(
      Predicate<String> poisoned, Function<Random, ScriptedResponse> refusal) {
    return (request, objects) ->
        objects.stream().map(SimulatedBraze::user).anyMatch(poisoned)
            ? refusal.apply(random).withLatency(latency())
            : success();
  }

  /** Every request is refused without naming a user. */
  Script everyRequestRefused() {
    return (request, objects) -> refusal(random).withLatency(latency());
  }

  /** Returns a refusal that names no user. */
  public static ScriptedResponse refusal(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> ScriptedResponse.of(413, "");
      case 1 -> ScriptedResponse.of(400, "<html>Bad Request</html>");
      case 2 ->
          ScriptedResponse.of(400, "{\"message\":\"Bad Request\",\"errors\":[\"malformed\"]}");
      default -> ScriptedResponse.of(400, "{\"message\":\"Bad Request\"}");
    };
  }

  /** Returns a server error, as for a user that Braze cannot process. */
  public static ScriptedResponse serverError(Random random) {
    return ScriptedResponse.of(500 + random.nextInt(5), "");
  }

  /**
   * Braze reports an error for each of these users. It refuses the whole request if it contains no
   * other users, or at random.
   */
  public Script namedUsers(Predicate<String> bad, int wholeOneIn) {
    return (request, objects) -> {
      Map<Integer, String> errors = new HashMap<>();
      Map<Integer, Effect> effects = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        if (bad.test(SimulatedBraze.user(objects.get(i)))) {
          errors.put(i, "EMAIL_BAD_FORMAT");
          effects.put(i, Effect.NAMED);
        }
      }
      boolean whole = errors.size() == objects.size() || chance(wholeOneIn);
      return withErrors(whole, errors, effects);
    };
  }

  /** Braze reports an error for the push tokens of objects and may write their other attributes. */
  Script badPushTokens(Predicate<String> bad, int wholeOneIn) {
    return (request, objects) -> {
      Map<Integer, String> errors = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        Map<String, Object> object = objects.get(i);
        if (object.containsKey("push_tokens") && bad.test(SimulatedBraze.user(object))) {
          errors.put(i, "BAD_PUSH_TOKEN_VALUE");
        }
      }
      boolean whole = errors.size() == objects.size() || chance(wholeOneIn);
      Map<Integer, Effect> effects = new HashMap<>();
      errors.keySet().forEach(i -> effects.put(i, whole ? Effect.NAMED : Effect.PARTLY_NAMED));
      return withErrors(whole, errors, effects);
    };
  }

  /** Braze sometimes reports an error without a user, and writes some or all objects. */
  Script unattributedErrors(int oneIn, Script otherwise) {
    return (request, objects) -> {
      if (!chance(oneIn)) {
        return otherwise.respond(request, objects);
      }
      Map<Integer, Effect> effects = new HashMap<>();
      for (int i = 0; i < objects.size(); i++) {
        effects.put(i, Effect.MAY_HAVE_ARRIVED);
      }
      String error =
          pick("\"somebody\"", "{\"type\":\"t\",\"index\":75}", "{\"type\":\"t\",\"index\":\"0\"}");
      return maybeApplied(
          success("{\"message\":\"success\",\"errors\":[" + error + "]}").withEffects(effects));
    };
  }

  private ScriptedResponse withErrors(
      boolean whole, Map<Integer, String> errors, Map<Integer, Effect> effects) {
    if (errors.isEmpty()) {
      return success();
    }
    String items =
        errors.entrySet().stream()
            .map(
                e ->
                    String.format(
                        Locale.ROOT,
                        "{\"type\":\"%s\",%s\"index\":%d}",
                        e.getValue(),
                        pick("", "\"input_array\":\"attributes\","),
                        e.getKey()))
            .collect(Collectors.joining(","));
    String body = "{\"message\":\"%s\",\"errors\":[%s]}".formatted(whole ? "x" : "success", items);
    if (whole) {
      return ScriptedResponse.of(400, body).withLatency(latency()).withEffects(effects);
    }
    boolean parts = random.nextBoolean();
    return success(body)
        .withApplied(
            i -> effects.get(i) == null || (parts && effects.get(i) == Effect.PARTLY_NAMED))
        .withEffects(effects);
  }
}
