package io.github.brazeaudience.spring;

import io.github.brazeaudience.event.BrazeOperation;
import io.github.brazeaudience.jdbc.OutboxRelay;
import io.github.brazeaudience.jdbc.RelayFailure;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;

/**
 * Starts the relay of the outbox with the application context, and closes it when the context
 * stops: after the web server, and before the forwarder and the data source. A context that starts
 * again has a new relay. Thread-safe.
 */
public final class OutboxRelayLifecycle implements SmartLifecycle {
  private final Supplier<OutboxRelay> starter;
  private final ForwarderState state;
  private volatile @Nullable OutboxRelay relay;

  OutboxRelayLifecycle(Supplier<OutboxRelay> starter, ForwarderState state) {
    this.starter = starter;
    this.state = state;
  }

  /** {@return the relay, empty while the context is stopped} */
  public Optional<OutboxRelay> relay() {
    return Optional.ofNullable(relay);
  }

  /**
   * Returns what keeps the relay from forwarding at present: {@link OutboxRelay#lastFailure}, or a
   * failure of the requests to Braze, which the relay reports only when its calls end.
   */
  public Optional<RelayFailure> lastFailure() {
    return relay().flatMap(running -> running.lastFailure().or(this::suspension));
  }

  private Optional<RelayFailure> suspension() {
    return state
        .suspension(BrazeOperation.TRACK_USERS)
        .map(
            it ->
                new RelayFailure(
                    RelayFailure.Kind.DELIVERY,
                    it.since(),
                    Optional.of(it.reason()),
                    String.format(
                        Locale.ROOT,
                        "requests to Braze fail (%s); updates wait until one succeeds",
                        it.reason())));
  }

  @Override
  public synchronized void start() {
    if (relay == null) {
      relay = starter.get();
    }
  }

  @Override
  public synchronized void stop() {
    OutboxRelay running = relay;
    if (running != null) {
      running.close();
      relay = null;
    }
  }

  @Override
  public void stop(Runnable callback) {
    DaemonTask.start("braze-audience-relay-stop", this::stop, callback);
  }

  @Override
  public boolean isRunning() {
    return relay != null;
  }

  @Override
  public int getPhase() {
    return Phases.DELIVERY;
  }
}
