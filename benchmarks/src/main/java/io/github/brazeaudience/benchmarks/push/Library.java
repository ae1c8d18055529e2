package io.github.brazeaudience.benchmarks.push;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.benchmarks.body.PreparedUser;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.okhttp.OkHttpBrazeTransport;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.policy.RateLimiter;
import java.util.Iterator;
import java.util.List;

/** The library: creates updates, forwards them and handles their outcomes. */
final class Library implements Contender {
  private final AudienceForwarder forwarder;
  private final List<Audience> audiences;

  Library(Target target, List<Audience> audiences) {
    this.audiences = audiences;
    BrazeEndpoints endpoints =
        target.tls()
            ? BrazeEndpoints.ofRest(target.authority())
            : BrazeEndpoints.ofCleartextLoopback(target.authority());
    this.forwarder =
        AudienceForwarder.builder(
                BrazeAudienceConfig.builder().restApiKey("key").endpoints(endpoints).build(),
                OkHttpBrazeTransport.using(OkHttpClients.forTarget(target).build()))
            .rateLimiter(RateLimiter.off())
            .maxInFlight(target.inFlight())
            .build();
  }

  @Override
  public void push(List<PreparedUser> users) {
    Iterator<MembershipSnapshot> updates =
        users.stream().map(user -> user.update(audiences)).iterator();
    ForwardSummary summary = forwarder.forwardAll(updates, outcome -> {});
    if (summary.accepted() != users.size()) {
      throw new IllegalStateException(summary.toString());
    }
  }

  @Override
  public void close() {
    forwarder.close();
  }
}
