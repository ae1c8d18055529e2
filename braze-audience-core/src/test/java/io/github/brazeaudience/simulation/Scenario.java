package io.github.brazeaudience.simulation;

import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.RunSettings.EntryPoint;
import io.github.brazeaudience.simulation.ScenarioRun.Disturbance;
import java.time.Duration;
import java.util.Random;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Scenario of the simulation: the settings that it fixes and the outcomes that it expects from an
 * undisturbed run. {@link ScenarioRun} checks what holds in every scenario.
 */
public enum Scenario {
  /** The load exceeds the rate limit. */
  STEADY_STATE_AT_THE_LIMIT(
      settings -> settings.starts = 2 + settings.random.nextInt(3), Expectations::allAccepted),

  // Braze's limit in any 3 s is lower than the forwarder's, and Braze sends a retry hint.
  BURST_LIMIT_X_RATELIMIT_RETRY_AFTER(
      burst(HeaderStyle.X_RATELIMIT_RETRY_AFTER), Expectations::allAccepted),
  BURST_LIMIT_RETRY_AFTER_SECONDS(
      burst(HeaderStyle.RETRY_AFTER_SECONDS), Expectations::allAccepted),
  BURST_LIMIT_RETRY_AFTER_DATE(burst(HeaderStyle.RETRY_AFTER_DATE), Expectations::allAccepted),
  BURST_LIMIT_RESET_AS_EPOCH(burst(HeaderStyle.RESET_AS_EPOCH), Expectations::allAccepted),
  BURST_LIMIT_RESET_AS_SECONDS_LEFT(
      burst(HeaderStyle.RESET_AS_SECONDS_LEFT), Expectations::allAccepted),
  BURST_LIMIT_RESET_EMPTY(burst(HeaderStyle.RESET_EMPTY), Expectations::allAccepted),

  // Braze limits the requests per hour of the clock.
  HOURLY_LIMIT_X_RATELIMIT_RETRY_AFTER(
      hourly(HeaderStyle.X_RATELIMIT_RETRY_AFTER), Expectations::allAccepted),
  HOURLY_LIMIT_RETRY_AFTER_SECONDS(
      hourly(HeaderStyle.RETRY_AFTER_SECONDS), Expectations::allAccepted),
  HOURLY_LIMIT_RETRY_AFTER_DATE(hourly(HeaderStyle.RETRY_AFTER_DATE), Expectations::allAccepted),
  HOURLY_LIMIT_RESET_AS_EPOCH(hourly(HeaderStyle.RESET_AS_EPOCH), Expectations::allAccepted),
  HOURLY_LIMIT_RESET_AS_SECONDS_LEFT(
      hourly(HeaderStyle.RESET_AS_SECONDS_LEFT), Expectations::allAccepted),
  HOURLY_LIMIT_RESET_EMPTY(hourly(HeaderStyle.RESET_EMPTY), Expectations::allAccepted),

  // Braze limits the requests per hour of the clock, and each response reports the budget.
  HOURLY_BUDGET_RESET_AS_EPOCH(budget(HeaderStyle.RESET_AS_EPOCH, 0), Expectations::allAccepted),
  HOURLY_BUDGET_RESET_AS_SECONDS_LEFT(
      budget(HeaderStyle.RESET_AS_SECONDS_LEFT, 0.25), Expectations::allAccepted),

  OUTAGE_WINDOW(
      settings -> {
        Duration from = settings.randomInstant();
        Duration until = from.plusMillis(settings.random.nextInt(900_000));
        settings.script = settings.network().outage(from, until, settings.script);
      },
      Expectations::allAccepted),

  /** An outage with the default retry policy. */
  OUTAGE_GIVEN_UP(
      settings -> {
        settings.retry = RetryPolicy.defaults();
        Duration from = settings.randomInstant();
        Duration until = from.plusMillis(settings.random.nextInt(1_800_000));
        settings.script = settings.network().outage(from, until, settings.script);
      }),

  SLOW_TAIL(settings -> settings.script = settings.network().slowTail(), Expectations::allAccepted),

  BROWN_OUT(
      settings ->
          settings.script =
              settings
                  .network()
                  .brownOut(
                      settings.randomInstant(),
                      Duration.ofSeconds(1 + settings.random.nextInt(300))),
      Expectations::allAccepted),

  BLACK_HOLE(
      settings -> settings.script = settings.network().blackHole(2 + settings.random.nextInt(4)),
      Expectations::allAccepted),

  /** No request is retried, and a further update for the same user may be queued. */
  BLACK_HOLE_WITHOUT_RETRY(
      settings -> {
        settings.users = 2 + settings.random.nextInt(90);
        settings.retry = settings.retry.withMaxAttempts(1);
        settings.script = settings.network().blackHole(3);
      }),

  PARTIAL_ERRORS(
      settings -> {
        settings.badUsers = settings.oneUserIn(20);
        settings.script =
            settings.network().namedUsers(settings.badUsers, settings.random.nextBoolean() ? 3 : 0);
      },
      Expectations::namedUsersAreRejected),

  UNATTRIBUTED_ERRORS(
      settings ->
          settings.script =
              settings
                  .network()
                  .unattributedErrors(4, settings.network().namedUsers(settings.oneUserIn(20), 3))),

  BAD_PUSH_TOKENS(
      settings -> {
        settings.pushTokens = true;
        settings.script = settings.network().badPushTokens(settings.oneUserIn(3), 3);
      },
      Expectations::allAccepted),

  BAD_PUSH_TOKENS_AND_NO_CONNECTION(
      settings -> {
        settings.pushTokens = true;
        settings.retry = settings.retry.withMaxAttempts(2);
        settings.script =
            settings
                .network()
                .unreachable(2, settings.network().badPushTokens(settings.oneUserIn(3), 3));
      }),

  POISON_USERS_REFUSED(
      settings -> {
        settings.users = 1_000_000;
        settings.badUsers = settings.oneUserIn(100);
        settings.script =
            settings.network().poisonUsers(settings.badUsers, NetworkConditions::refusal);
      },
      Expectations::poisonUsersAreRejected),

  /** Poison users with several updates, which are isolated again and again. */
  POISON_USERS_REFUSED_AGAIN(
      settings ->
          settings.script =
              settings.network().poisonUsers(settings.oneUserIn(50), NetworkConditions::refusal)),

  POISON_USERS_FAILED(
      settings -> {
        settings.retry = RetryPolicy.defaults().withOutageLimit(Duration.ofHours(6));
        settings.badUsers = settings.oneUserIn(100);
        settings.script =
            settings.network().poisonUsers(settings.badUsers, NetworkConditions::serverError);
      },
      Expectations::othersAreAccepted),

  SYSTEMIC_REFUSAL(
      settings -> {
        if (settings.entryPoint == EntryPoint.FORWARD_ALL) {
          settings.users = 1_000_000;
          settings.updates = 300;
          settings.concurrency = ConcurrencyPolicy.fixed(1 + settings.random.nextInt(2));
        }
        settings.script = settings.network().everyRequestRefused();
      },
      Expectations::noneIsAccepted),

  DUPLICATED_USERS(
      settings -> {
        settings.users = 2 + settings.random.nextInt(90);
        settings.script = settings.network().transientFaults(10, settings.script);
      },
      Expectations::allAccepted),

  WRITTEN_LATE(
      settings -> {
        settings.users = 2 + settings.random.nextInt(90);
        settings.script = settings.network().appliedLate();
      },
      Expectations::allAccepted),

  KEY_EXPIRES(
      settings -> settings.script = settings.network().expiredKey(settings.randomInstant()),
      Expectations::acceptedOrUnauthorized),

  RANDOM_FAULTS(
      settings -> {
        settings.retry = RetryPolicy.defaults();
        settings.script = settings.network().transientFaults(5, settings.script);
      },
      Expectations::allAccepted),

  /** Everything the forwarder runs on throws at random. */
  ENGINE_FAULTS(
      settings -> {
        settings.faults =
            new FaultInjector(settings.seed, settings.time, settings.faultRate(), false);
        settings.script = settings.network().transientFaults(10, settings.script);
      }),

  /**
   * As {@link #ENGINE_FAULTS}, with a membership store that throws or does not return for hours.
   */
  ENGINE_AND_STORE_FAULTS(
      settings -> {
        settings.distinctUsers = true;
        settings.faults =
            new FaultInjector(settings.seed, settings.time, settings.faultRate(), true);
        settings.script = settings.network().transientFaults(10, settings.script);
      },
      Expectations::storeMatchesOutcomes),

  /** A membership store without faults. */
  MEMBERSHIP_STORE(
      settings -> {
        settings.distinctUsers = true;
        settings.faults = new FaultInjector(settings.seed, settings.time, Integer.MAX_VALUE, true);
        settings.script = settings.network().transientFaults(10, settings.script);
      },
      Expectations::storeMatchesOutcomes),

  CANCELLED(Disturbance.CANCEL),
  INTERRUPTED(Disturbance.INTERRUPT),
  FORWARDER_CLOSED(Disturbance.CLOSE),
  QUEUE_CLOSED(Disturbance.CLOSE_QUEUE);

  private static final Disturbance[] DISTURBANCES = Disturbance.values();

  private final Consumer<RunSettings> configure;
  private final Consumer<ScenarioRun> expectation;
  private final @Nullable Disturbance fixedDisturbance;

  Scenario(
      Consumer<RunSettings> configure,
      Consumer<ScenarioRun> expectation,
      @Nullable Disturbance fixedDisturbance) {
    this.configure = configure;
    this.expectation = expectation;
    this.fixedDisturbance = fixedDisturbance;
  }

  Scenario(Consumer<RunSettings> configure, Consumer<ScenarioRun> expectation) {
    this(configure, expectation, null);
  }

  /** A scenario that expects no particular outcomes. */
  Scenario(Consumer<RunSettings> configure) {
    this(configure, run -> {}, null);
  }

  Scenario(Disturbance fixedDisturbance) {
    this(
        settings -> settings.script = settings.network().transientFaults(5, settings.script),
        run -> {},
        fixedDisturbance);
  }

  /** Configures a run and returns its disturbance, or null if there is none. */
  @Nullable Disturbance configure(RunSettings settings) {
    Random random = settings.random;
    configure.accept(settings);
    Disturbance drawn =
        random.nextInt(4) == 0 ? DISTURBANCES[random.nextInt(DISTURBANCES.length)] : null;
    return fixedDisturbance != null ? fixedDisturbance : drawn;
  }

  /** Checks the expected outcomes if the run was not disturbed. */
  void checkExpectation(ScenarioRun run) {
    if (run.disturbance == null) {
      expectation.accept(run);
    }
  }

  private static Consumer<RunSettings> burst(HeaderStyle style) {
    return settings -> settings.serverLimit(1 + settings.random.nextInt(4), false, style);
  }

  private static Consumer<RunSettings> hourly(HeaderStyle style) {
    return settings -> {
      settings.retry =
          settings
              .retry
              .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(10))
              .withDeadline(Duration.ofDays(3));
      settings.serverLimit(2 + settings.random.nextInt(4), true, style);
    };
  }

  /** Up to 4 requests start before the first response reports the budget. */
  private static Consumer<RunSettings> budget(HeaderStyle style, double reserve) {
    return settings -> {
      settings.retry = settings.retry.withDeadline(Duration.ofDays(3));
      settings.concurrency = ConcurrencyPolicy.fixed(1 + settings.random.nextInt(4));
      settings.reserve = reserve;
      settings.serverBudget(5 + settings.random.nextInt(5), style);
    };
  }
}
