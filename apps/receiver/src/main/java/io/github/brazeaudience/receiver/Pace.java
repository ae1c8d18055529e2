package io.github.brazeaudience.receiver;

import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.jdbc.OutboxRelayBuilder;
import io.github.brazeaudience.policy.RedeliveryPolicy;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;

/**
 * How fast updates are forwarded.
 *
 * @param retry the retries of a request
 * @param redelivery the wait before an update is forwarded again after those
 * @param userInterval the time between two writes of a user
 * @param poll the time between two queries for new updates
 */
record Pace(RetryPolicy retry, RedeliveryPolicy redelivery, Duration userInterval, Duration poll) {
  static final Pace DEFAULT =
      new Pace(
          RetryPolicy.defaults(),
          RedeliveryPolicy.defaults(),
          AudienceForwarderBuilder.DEFAULT_MIN_USER_WRITE_INTERVAL,
          OutboxRelayBuilder.DEFAULT_POLL_INTERVAL);
}
