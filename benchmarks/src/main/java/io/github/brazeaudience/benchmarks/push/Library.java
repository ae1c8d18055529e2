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
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The library: creates updates, forwards them and handles their outcomes. */
final class Library implements Contender {
  private final AudienceForwarder forwarder;
  private final List<Audience> audiences;

  /** Keeps the compiler from removing the creation of an update. */
  @SuppressWarnings("UnusedVariable")
  private @Nullable MembershipSnapshot created;

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
  public void push(int first, int count) {
    ForwardSummary summary = forwarder.forwardAll(new Updates(first, count), outcome -> {});
    if (summary.accepted() != count) {
      throw new IllegalStateException(summary.toString());
    }
  }

  @Override
  public void create(int first, int count) {
    Updates updates = new Updates(first, count);
    while (updates.hasNext()) {
      created = updates.next();
    }
  }

  /** Creates updates on demand. */
  private final class Updates implements Iterator<MembershipSnapshot> {
    private final int end;
    private int next;

    Updates(int first, int count) {
      this.next = first;
      this.end = first + count;
    }

    @Override
    public boolean hasNext() {
      return next < end;
    }

    @Override
    public MembershipSnapshot next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return PreparedUser.update(next++, audiences);
    }
  }

  @Override
  public void close() {
    forwarder.close();
  }
}
