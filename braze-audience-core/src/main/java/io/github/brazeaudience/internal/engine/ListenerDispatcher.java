package io.github.brazeaudience.internal.engine;

import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.internal.SafeLog;
import java.util.function.Consumer;

/** Calls the listener of a forwarder and logs its exceptions. */
public final class ListenerDispatcher {
  private static final System.Logger LOGGER = System.getLogger(ForwarderListener.class.getName());

  private final ForwarderListener listener;

  public ListenerDispatcher(ForwarderListener listener) {
    this.listener = listener;
  }

  /** Notifies the listener, for example with {@code notify(it -> it.batchSplit(event))}. */
  public void notify(Consumer<ForwarderListener> event) {
    try {
      event.accept(listener);
    } catch (Throwable e) {
      SafeLog.warn(LOGGER, "a forwarder listener threw; the delivery continues", e);
    }
  }
}
