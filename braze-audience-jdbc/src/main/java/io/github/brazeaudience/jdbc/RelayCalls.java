package io.github.brazeaudience.jdbc;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.outcome.ForwardCall;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The calls of a relay that are in flight. They are cancelled when the lease of the relay ends, and
 * none starts without a lease. Thread-safe.
 */
final class RelayCalls {
  private final AudienceForwarder forwarder;
  private final RelayLease lease;
  private final Set<ForwardCall> calls = new HashSet<>();
  private boolean closed;

  RelayCalls(AudienceForwarder forwarder, RelayLease lease) {
    this.forwarder = forwarder;
    this.lease = lease;
  }

  /**
   * Forwards updates and waits for their outcomes.
   *
   * @param relay the name with which their users were claimed
   * @return the outcomes; empty if nothing was sent, because the lease is ending
   */
  Optional<List<UserOutcome>> forward(String relay, List<AudienceUpdate> updates) {
    ForwardCall call;
    synchronized (this) {
      if (closed || !lease.maySend(relay)) {
        return Optional.empty();
      }
      call = forwarder.forwardAsync(updates);
      calls.add(call);
    }
    try {
      ForwardReport report = call.report().toCompletableFuture().join();
      return Optional.of(report.outcomes());
    } finally {
      synchronized (this) {
        calls.remove(call);
      }
    }
  }

  /** Cancels the calls if the lease is ending. */
  synchronized void cancelWithoutLease() {
    String relay = lease.relay();
    if (relay == null || !lease.maySend(relay)) {
      calls.forEach(ForwardCall::cancel);
    }
  }

  /** Cancels the calls, and starts none any more. */
  synchronized void close() {
    closed = true;
    calls.forEach(ForwardCall::cancel);
  }
}
