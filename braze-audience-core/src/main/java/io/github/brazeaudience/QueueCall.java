package io.github.brazeaudience;

import io.github.brazeaudience.internal.engine.CallObserver;
import io.github.brazeaudience.internal.engine.DeliveryEngine;
import io.github.brazeaudience.internal.engine.StopCause;
import io.github.brazeaudience.internal.engine.TrackingGroups;
import io.github.brazeaudience.internal.engine.UserWrite;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Call of the engine for the updates of a queue. It lasts until it is stopped. */
final class QueueCall implements CallObserver {
  private final QueueDispatcher dispatcher;
  private DeliveryEngine.@Nullable Handle handle;
  private boolean stopped;

  QueueCall(QueueDispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Called with the queue's lock held, because the call may be stopped before it is open. */
  void open(DeliveryEngine engine, TrackingGroups groups) {
    handle = engine.open(this, false, groups);
    if (stopped) {
      handle.endOfInput();
    }
  }

  DeliveryEngine.Handle handle() {
    return Objects.requireNonNull(handle, "an open call has a handle");
  }

  /** Called with the queue's lock held. */
  void setStopped() {
    stopped = true;
  }

  @Override
  public void finished(UserWrite write) {
    dispatcher.finished(this, write);
  }

  @Override
  public void stopped(StopCause cause) {
    dispatcher.stopped(this, cause);
    if (handle != null) {
      handle.endOfInput();
    }
  }

  @Override
  public void done(Totals totals) {}
}
