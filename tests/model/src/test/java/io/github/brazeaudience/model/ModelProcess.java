package io.github.brazeaudience.model;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.AudienceForwarderBuilder;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.MembershipRecord;
import io.github.brazeaudience.membership.MembershipStore;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.transport.BrazeTransport;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Forwarder in one mode until it is closed or its process crashes. */
final class ModelProcess implements AutoCloseable {
  final SendSegmentsAs mode;
  final Crash crash;
  final CrashingStore store;
  final WorkspaceTransport transport;
  final AudienceForwarder forwarder;

  ModelProcess(
      SendSegmentsAs mode,
      Crash crash,
      InMemoryMembershipStore durable,
      WorkspaceTransport transport,
      UnknownUsers unknownUsers) {
    this.mode = mode;
    this.crash = crash;
    this.store = new CrashingStore(durable, crash);
    this.transport = transport;
    this.forwarder = forwarder(mode, store, unknownUsers, transport).maxInFlight(128).build();
  }

  /** {@return a builder of a forwarder that sends each request once, without rate limits} */
  static AudienceForwarderBuilder forwarder(
      SendSegmentsAs mode,
      MembershipStore store,
      UnknownUsers unknownUsers,
      BrazeTransport transport) {
    return AudienceForwarder.builder(
            BrazeAudienceConfig.builder().restApiKey("test-key").sendSegmentsAs(mode).build(),
            transport)
        .membership(
            store, MembershipPolicy.defaults().withNamespace("w").withUnknownUsers(unknownUsers))
        .rateLimiter(RateLimiter.off())
        .readBackRateLimiter(RateLimiter.off())
        .retryPolicy(RetryPolicy.defaults().withMaxAttempts(1))
        .minUserWriteInterval(Duration.ZERO);
  }

  @Override
  public void close() {
    forwarder.close();
  }

  /** A process that crashed may have left the mark of a rejected write. */
  boolean mayBeUnconfirmed(@Nullable UserOutcome outcome) {
    return crash.happened() || !(outcome instanceof NotSent || outcome instanceof Rejected);
  }

  /**
   * Returns true if, before the crash, a write was marked and then accepted, or an export was
   * recorded.
   */
  boolean isWritten(String user, @Nullable MembershipRecord then) {
    List<Optional<MembershipRecord>> commits = store.takeCommits(user);
    if (commits.isEmpty()) {
      return false;
    }
    MembershipRecord now = commits.get(commits.size() - 1).orElse(null);
    boolean marked =
        commits.stream().anyMatch(commit -> commit.map(MembershipRecord::isPending).orElse(false));
    if (marked) {
      return now != null && !now.isPending() && !now.equals(then);
    }
    return now != null && commits.size() > (transport.takeExported(user) ? 1 : 0);
  }
}
