package io.github.brazeaudience.receiver.forward;

import io.github.brazeaudience.jdbc.OutboxRelay;
import io.github.brazeaudience.jdbc.OutboxRelayBuilder;
import io.github.brazeaudience.jdbc.RelayFailure;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/** Relay that starts before the server listens and stops after it. Thread-safe. */
public final class Relay implements SmartLifecycle {
  private final OutboxRelayBuilder builder;
  private final OutcomeLog log;
  private volatile @Nullable OutboxRelay running;

  public Relay(OutboxRelayBuilder builder, OutcomeLog log) {
    this.builder = builder;
    this.log = log;
  }

  /** Before the phase of the web server. */
  @Override
  public int getPhase() {
    return 0;
  }

  @Override
  public synchronized void start() {
    if (running == null) {
      running = builder.start();
    }
  }

  /** Waits a little for Braze, and leaves the rest in the outbox. */
  @Override
  public synchronized void stop() {
    OutboxRelay relay = running;
    if (relay != null) {
      running = null;
      relay.close();
      log.report();
    }
  }

  @Override
  public boolean isRunning() {
    return running != null;
  }

  /** {@return what keeps the relay from forwarding at present, if anything does} */
  public Optional<RelayFailure> failure() {
    OutboxRelay relay = running;
    return relay == null ? Optional.empty() : relay.lastFailure();
  }
}
