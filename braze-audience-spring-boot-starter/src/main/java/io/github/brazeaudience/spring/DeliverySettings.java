package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.AudienceQueueBuilder;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.policy.ConcurrencyPolicy;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;

/**
 * Applies the properties to the builders of the forwarder and of the queue. Its methods throw an
 * {@link InvalidSettingException} if a property is not valid.
 */
final class DeliverySettings {
  private final BrazeAudienceProperties properties;

  DeliverySettings(BrazeAudienceProperties properties) {
    this.properties = properties;
  }

  void apply(AudienceForwarderBuilder builder) {
    if (properties.maxInFlight() != null) {
      Settings.apply("max-in-flight", properties.maxInFlight(), builder::maxInFlight);
    } else {
      Settings.apply(
          "concurrency",
          properties.concurrency(),
          it -> builder.concurrency(ConcurrencyPolicy.adaptive(it.initial(), it.largest())));
    }
    Settings.apply(
        "min-user-write-interval",
        properties.minUserWriteInterval(),
        builder::minUserWriteInterval);
    Settings.apply("stream-linger", properties.streamLinger(), builder::streamLinger);
    Settings.apply("track-processing", properties.trackProcessing(), builder::trackProcessing);
    Settings.apply(
        "read-back-rate-limit",
        properties.readBackRateLimit(),
        it -> builder.readBackRateLimiter(RateLimiter.of(it.requests(), it.window())));
    Settings.apply(
        "status-rate-limit",
        properties.statusRateLimit(),
        it -> builder.statusRateLimiter(RateLimiter.of(it.requests(), it.window())));
    builder.rateLimiter(rateLimiter()).retryPolicy(retryPolicy());
  }

  private RateLimiter rateLimiter() {
    BrazeAudienceProperties.RateLimit rate = properties.rateLimit();
    RateLimiter limiter =
        Settings.with(
            RateLimiter.off(),
            "rate-limit",
            rate,
            (off, limit) ->
                limit.enabled() ? RateLimiter.of(limit.requests(), limit.window()) : off);
    return Settings.with(limiter, "rate-limit.reserve", rate.reserve(), RateLimiter::withReserve);
  }

  private RetryPolicy retryPolicy() {
    BrazeAudienceProperties.Retry retry = properties.retry();
    RetryPolicy policy = RetryPolicy.defaults();
    policy =
        Settings.with(
            policy, "retry.max-attempts", retry.maxAttempts(), RetryPolicy::withMaxAttempts);
    policy =
        Settings.with(
            policy,
            "retry",
            retry,
            (it, waits) ->
                it.withBackoff(
                    waits.initialBackoff(), waits.throttledBackoff(), waits.maxBackoff()));
    policy = Settings.with(policy, "retry.deadline", retry.deadline(), RetryPolicy::withDeadline);
    policy =
        Settings.with(
            policy, "retry.outage-limit", retry.outageLimit(), RetryPolicy::withOutageLimit);
    return Settings.with(policy, "retry.budget", retry.budget(), RetryPolicy::withBudget);
  }

  MembershipPolicy membershipPolicy() {
    StoreProperties store = properties.store();
    MembershipPolicy policy =
        MembershipPolicy.defaults()
            .withUnknownUsers(store.unknownUsers())
            .withSendEverything(store.sendEverything());
    policy =
        Settings.with(
            policy, "store.namespace", store.namespace(), MembershipPolicy::withNamespace);
    return Settings.with(policy, "store.max-age", store.maxAge(), MembershipPolicy::withMaxAge);
  }

  void apply(AudienceQueueBuilder builder) {
    BrazeAudienceProperties.Queue queue = properties.queue();
    Settings.apply("queue.capacity", queue.capacity(), builder::capacity);
    Settings.apply("queue.linger", queue.linger(), builder::linger);
    BrazeAudienceProperties.Redelivery redelivery = queue.redelivery();
    if (redelivery.enabled()) {
      builder.redeliver(
          Settings.with(
              RedeliveryPolicy.defaults(),
              "queue.redelivery",
              redelivery,
              (policy, waits) -> policy.withBackoff(waits.initialBackoff(), waits.maxBackoff())));
    }
  }
}
