package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.config.BrazeInstance;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import java.time.Duration;

/** Forwarders of other processes to a {@link BrazeServer}. */
final class ProcessForwarders {
  private ProcessForwarders() {}

  static AudienceForwarder of(int port) {
    return builder(port).build();
  }

  /** Returns a builder of a forwarder with short waits. */
  static AudienceForwarderBuilder builder(int port) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("key-of-the-processes")
            .instance(BrazeInstance.CUSTOM)
            .endpoints(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:" + port))
            .sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE)
            .build();
    return AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
        .rateLimiter(RateLimiter.off())
        .retryPolicy(
            RetryPolicy.defaults()
                .withMaxAttempts(2)
                .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(20)))
        .minUserWriteInterval(Duration.ZERO);
  }
}
