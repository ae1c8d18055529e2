package io.github.brazeaudience.receiver;

import io.github.brazeaudience.receiver.intake.MessageHandler;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

/** Warms the intake up after the tables exist, and before the server listens. */
final class WarmUp implements SmartLifecycle {
  private final MessageHandler handler;
  private volatile boolean done;

  WarmUp(MessageHandler handler) {
    this.handler = handler;
  }

  @Override
  public void start() {
    handler.warmUp();
    done = true;
  }

  @Override
  public void stop() {
    done = false;
  }

  @Override
  public boolean isRunning() {
    return done;
  }

  /** The starter's beans start before this phase. */
  @Override
  public int getPhase() {
    return WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE - 1;
  }
}
