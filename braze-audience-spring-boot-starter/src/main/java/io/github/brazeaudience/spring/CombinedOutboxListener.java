package io.github.brazeaudience.spring;

import io.github.brazeaudience.jdbc.OutboxListener;
import io.github.brazeaudience.jdbc.RelayFailure;
import io.github.brazeaudience.outcome.UserOutcome;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;

/** Listener that passes each event to all listener beans, in their order. */
final class CombinedOutboxListener implements OutboxListener {
  private final List<OutboxListener> listeners;

  CombinedOutboxListener(ObjectProvider<OutboxListener> listeners) {
    this.listeners = listeners.orderedStream().toList();
  }

  @Override
  public void outcome(UserOutcome outcome) {
    listeners.forEach(it -> it.outcome(outcome));
  }

  @Override
  public void failed(RelayFailure failure) {
    listeners.forEach(it -> it.failed(failure));
  }

  @Override
  public void recovered(RelayFailure failure) {
    listeners.forEach(it -> it.recovered(failure));
  }
}
