package io.github.brazeaudience.simulation;

import io.github.brazeaudience.simulation.ScenarioRun.Disturbance;
import io.github.brazeaudience.simulation.Setting.Door;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore.StoredRecord;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.payload.PayloadLimits;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a simulation is about. What must always hold is checked by {@link ScenarioRun}; what callers
 * get in a scenario, if nobody disturbs it, is said here.
 */
public enum Scenario {
  /** There is more work than the limit lets through. */
  STEADY_STATE_AT_THE_LIMIT(
      setting -> setting.starts = 2 + setting.random.nextInt(3), Scenario::allAccepted),

  // Braze's own limit in any 3 s is tighter than the forwarder knows, and Braze says so.
  BURST_LIMIT_X_RATELIMIT_RETRY_AFTER(
      burst(HeaderStyle.X_RATELIMIT_RETRY_AFTER), Scenario::allAccepted),
  BURST_LIMIT_RETRY_AFTER_SECONDS(burst(HeaderStyle.RETRY_AFTER_SECONDS), Scenario::allAccepted),
  BURST_LIMIT_RETRY_AFTER_DATE(burst(HeaderStyle.RETRY_AFTER_DATE), Scenario::allAccepted),
  BURST_LIMIT_RESET_AS_EPOCH(burst(HeaderStyle.RESET_AS_EPOCH), Scenario::allAccepted),
  BURST_LIMIT_RESET_AS_SECONDS_LEFT(
      burst(HeaderStyle.RESET_AS_SECONDS_LEFT), Scenario::allAccepted),
  BURST_LIMIT_RESET_EMPTY(burst(HeaderStyle.RESET_EMPTY), Scenario::allAccepted),

  // So many requests in an hour, which begins with the hour of the clock.
  HOURLY_LIMIT_X_RATELIMIT_RETRY_AFTER(
      hourly(HeaderStyle.X_RATELIMIT_RETRY_AFTER), Scenario::allAccepted),
  HOURLY_LIMIT_RETRY_AFTER_SECONDS(hourly(HeaderStyle.RETRY_AFTER_SECONDS), Scenario::allAccepted),
  HOURLY_LIMIT_RETRY_AFTER_DATE(hourly(HeaderStyle.RETRY_AFTER_DATE), Scenario::allAccepted),
  HOURLY_LIMIT_RESET_AS_EPOCH(hourly(HeaderStyle.RESET_AS_EPOCH), Scenario::allAccepted),
  HOURLY_LIMIT_RESET_AS_SECONDS_LEFT(
      hourly(HeaderStyle.RESET_AS_SECONDS_LEFT), Scenario::allAccepted),
  HOURLY_LIMIT_RESET_EMPTY(hourly(HeaderStyle.RESET_EMPTY), Scenario::allAccepted),

  OUTAGE_WINDOW(
      setting -> {
        Duration from = setting.instant();
        Duration until = from.plusMillis(setting.random.nextInt(900_000));
        setting.script = setting.weather().away(from, until, setting.script);
      },
      Scenario::allAccepted),

  /** An outage with the limits that are the default. */
  OUTAGE_GIVEN_UP(
      setting -> {
        setting.retry = RetryPolicy.defaults();
        Duration from = setting.instant();
        Duration until = from.plusMillis(setting.random.nextInt(1_800_000));
        setting.script = setting.weather().away(from, until, setting.script);
      }),

  SLOW_TAIL(setting -> setting.script = setting.weather().slowTail(), Scenario::allAccepted),

  BROWN_OUT(
      setting ->
          setting.script =
              setting
                  .weather()
                  .brownOut(setting.instant(), Duration.ofSeconds(1 + setting.random.nextInt(300))),
      Scenario::allAccepted),

  BLACK_HOLE(
      setting -> setting.script = setting.weather().blackHole(2 + setting.random.nextInt(4)),
      Scenario::allAccepted),

  /** Nothing is sent again, and the next update of the same user may wait already. */
  BLACK_HOLE_WITHOUT_RETRY(
      setting -> {
        setting.users = 2 + setting.random.nextInt(90);
        setting.retry = setting.retry.withMaxAttempts(1);
        setting.script = setting.weather().blackHole(3);
      }),

  PARTIAL_ERRORS(
      setting -> {
        setting.bad = setting.some(20);
        setting.script = setting.weather().named(setting.bad, setting.random.nextBoolean() ? 3 : 0);
      },
      Scenario::namedAreRejected),

  ERRORS_OF_NOBODY(
      setting ->
          setting.script =
              setting.weather().unattributed(4, setting.weather().named(setting.some(20), 3))),

  BAD_PUSH_TOKENS(
      setting -> {
        setting.pushTokens = true;
        setting.script = setting.weather().badTokens(setting.some(3), 3);
      },
      Scenario::allAccepted),

  BAD_PUSH_TOKENS_AND_NO_CONNECTION(
      setting -> {
        setting.pushTokens = true;
        setting.retry = setting.retry.withMaxAttempts(2);
        setting.script =
            setting.weather().unreachable(2, setting.weather().badTokens(setting.some(3), 3));
      }),

  POISON_USERS_REFUSED(
      setting -> {
        setting.users = 1_000_000;
        setting.bad = setting.some(100);
        setting.script = setting.weather().poison(setting.bad, Weather::refused);
      },
      Scenario::poisonIsRejected),

  /** Also users of whom there are several updates, so that they stand alone again and again. */
  POISON_USERS_REFUSED_AGAIN(
      setting -> setting.script = setting.weather().poison(setting.some(50), Weather::refused)),

  POISON_USERS_FAILED(
      setting -> {
        setting.retry = RetryPolicy.defaults().withOutageLimit(Duration.ofHours(6));
        setting.bad = setting.some(100);
        setting.script = setting.weather().poison(setting.bad, Weather::failed);
      },
      Scenario::othersAreAccepted),

  SYSTEMIC_REFUSAL(
      setting -> {
        if (setting.door == Door.FORWARD_ALL) {
          setting.users = 1_000_000;
          setting.updates = 300;
          setting.concurrency = ConcurrencyPolicy.fixed(1 + setting.random.nextInt(2));
        }
        setting.script = setting.weather().systemic();
      },
      Scenario::noneIsAccepted),

  DUPLICATED_USERS(
      setting -> {
        setting.users = 2 + setting.random.nextInt(90);
        setting.script = setting.weather().faults(10, setting.script);
      },
      Scenario::allAccepted),

  WRITTEN_LATE(
      setting -> {
        setting.users = 2 + setting.random.nextInt(90);
        setting.script = setting.weather().writtenLate();
      },
      Scenario::allAccepted),

  KEY_EXPIRES(
      setting -> setting.script = setting.weather().expiredKey(setting.instant()),
      Scenario::acceptedOrUnauthorized),

  RANDOM_FAULTS(
      setting -> {
        setting.retry = RetryPolicy.defaults();
        setting.script = setting.weather().faults(5, setting.script);
      },
      Scenario::allAccepted),

  /** What the forwarder runs on throws, in one call of so many. */
  ENGINE_FAULTS(
      setting -> {
        setting.faults = new Faults(setting.seed, setting.time, setting.faultRate(), false);
        setting.script = setting.weather().faults(10, setting.script);
      }),

  /** The same with a membership store, which throws too, and may not return for hours. */
  ENGINE_AND_STORE_FAULTS(
      setting -> {
        setting.distinctUsers = true;
        setting.faults = new Faults(setting.seed, setting.time, setting.faultRate(), true);
        setting.script = setting.weather().faults(10, setting.script);
      },
      Scenario::storeKnowsNothingUntrue),

  /** With a membership store that works. */
  MEMBERSHIP_STORE(
      setting -> {
        setting.distinctUsers = true;
        setting.faults = new Faults(setting.seed, setting.time, Integer.MAX_VALUE, true);
        setting.script = setting.weather().faults(10, setting.script);
      },
      Scenario::storeKnowsNothingUntrue),

  CANCELLED(Disturbance.CANCEL),
  INTERRUPTED(Disturbance.INTERRUPT),
  FORWARDER_CLOSED(Disturbance.CLOSE),
  QUEUE_CLOSED(Disturbance.CLOSE_QUEUE);

  private static final Disturbance[] DISTURBANCES = Disturbance.values();

  private final Consumer<Setting> set;
  private final Consumer<ScenarioRun> promise;
  private final @Nullable Disturbance always;

  Scenario(Consumer<Setting> set, Consumer<ScenarioRun> promise, @Nullable Disturbance always) {
    this.set = set;
    this.promise = promise;
    this.always = always;
  }

  Scenario(Consumer<Setting> set, Consumer<ScenarioRun> promise) {
    this(set, promise, null);
  }

  /** With no promise but what always holds. */
  Scenario(Consumer<Setting> set) {
    this(set, run -> {}, null);
  }

  Scenario(Disturbance always) {
    this(
        setting -> setting.script = setting.weather().faults(5, setting.script), run -> {}, always);
  }

  /** Sets the scene; says what happens in it besides, null if nothing. */
  @Nullable Disturbance set(Setting setting) {
    Random random = setting.random;
    set.accept(setting);
    Disturbance drawn =
        random.nextInt(4) == 0 ? DISTURBANCES[random.nextInt(DISTURBANCES.length)] : null;
    return always != null ? always : drawn;
  }

  /** What callers get if nobody disturbs them. */
  void checkPromise(ScenarioRun run) {
    if (run.disturbance == null) {
      promise.accept(run);
    }
  }

  private static Consumer<Setting> burst(HeaderStyle style) {
    return setting -> setting.quota(1 + setting.random.nextInt(4), false, style);
  }

  private static Consumer<Setting> hourly(HeaderStyle style) {
    return setting -> {
      setting.retry =
          setting
              .retry
              .withBackoff(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofMinutes(10))
              .withDeadline(Duration.ofDays(3));
      setting.quota(2 + setting.random.nextInt(4), true, style);
    };
  }

  private static void allAccepted(ScenarioRun run) {
    rejectedExactly(run, outcome -> false, Reason.NAMED_BY_BRAZE);
  }

  private static void namedAreRejected(ScenarioRun run) {
    rejectedExactly(run, run::isOfBadUser, Reason.NAMED_BY_BRAZE);
  }

  private static void poisonIsRejected(ScenarioRun run) {
    rejectedExactly(run, run::isOfBadUser, Reason.REQUEST_REFUSED);
    long poisoned = run.sent().stream().filter(run::isOfBadUser).count();
    run.expect(
        run.setting.door.lingers()
            || run.simulation.braze.requests() <= run.fullRequests() + 15 * poisoned,
        "more than 15 requests for a poisonous user");
  }

  private static void rejectedExactly(
      ScenarioRun run, Predicate<UserOutcome> rejected, Reason reason) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          rejected.test(outcome)
              ? outcome.reason().orElse(null) == reason
              : outcome instanceof Accepted,
          "not as promised: " + outcome);
    }
  }

  private static void othersAreAccepted(ScenarioRun run) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          outcome instanceof Accepted || run.inBadCompany(Simulation.user(outcome)),
          "no request with a bad user is to blame, but " + outcome);
    }
  }

  private static void acceptedOrUnauthorized(ScenarioRun run) {
    for (UserOutcome outcome : run.sent()) {
      run.expect(
          outcome instanceof Accepted || outcome.reason().orElseThrow() == Reason.UNAUTHORIZED,
          "only the key is wrong, but " + outcome);
    }
  }

  /** Of a user whose write may be at Braze or not, the store has a doubt. */
  private static void storeKnowsNothingUntrue(ScenarioRun run) {
    Faults.Store store = Objects.requireNonNull(Objects.requireNonNull(run.setting.faults).store());
    Map<String, MembershipRecord> records =
        store.page("w", null, Integer.MAX_VALUE).stream()
            .collect(Collectors.toMap(StoredRecord::user, StoredRecord::record));
    for (UserOutcome outcome : run.sent()) {
      MembershipRecord record = records.get(Simulation.user(outcome));
      boolean sure = record != null && !record.isPending();
      run.expect(
          outcome instanceof Accepted ? sure : !sure,
          "the store has %s of %s".formatted(record, outcome));
    }
  }

  private static void noneIsAccepted(ScenarioRun run) {
    run.expect(run.sent().stream().noneMatch(Accepted.class::isInstance), "accepted by whom?");
    int toSplitOne = 2 * PayloadLimits.MAX_OBJECTS - 1;
    run.expect(
        run.setting.door != Door.FORWARD_ALL
            || run.simulation.braze.requests()
                <= (run.setting.concurrency.largest() + 1) * toSplitOne,
        "the request is wrong, but goes out again and again");
  }
}
