package io.github.brazeaudience.spring;

import io.github.brazeaudience.AudienceQueue;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.ContextClosedEvent;

/**
 * Closes the queues while the application context closes, and waits for them at most as long as the
 * shutdown phase lasts. Updates that they have not sent by then end when the forwarder is closed. A
 * context that only stops, and may start again, flushes its queues instead.
 */
final class QueueLifecycle implements SmartLifecycle, ApplicationListener<ContextClosedEvent> {
  private final ObjectProvider<AudienceQueue> queues;
  private final ApplicationContext context;
  private volatile boolean closing;
  private volatile boolean closed;

  QueueLifecycle(ObjectProvider<AudienceQueue> queues, ApplicationContext context) {
    this.queues = queues;
    this.context = context;
  }

  /** The events of child contexts arrive here too. */
  @Override
  public void onApplicationEvent(ContextClosedEvent event) {
    if (event.getApplicationContext() == context) {
      closing = true;
    }
  }

  @Override
  public void start() {}

  @Override
  public void stop() {
    if (closing) {
      closed = true;
      queues.stream().forEach(AudienceQueue::close);
    } else {
      CompletableFuture.allOf(
              queues.stream()
                  .map(queue -> queue.flush().toCompletableFuture())
                  .toArray(CompletableFuture[]::new))
          .join();
    }
  }

  @Override
  public void stop(Runnable callback) {
    DaemonTask.start("braze-audience-queue-stop", this::stop, callback);
  }

  /** {@return true until the queues are closed, because a stopped context still has open queues} */
  @Override
  public boolean isRunning() {
    return !closed;
  }

  @Override
  public int getPhase() {
    return Phases.DELIVERY;
  }
}
