package io.github.brazeaudience.examples.transport;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Reads a response body up to a limit. The bytes read so far are kept when reading stops early. */
final class BoundedBodySubscriber implements BodySubscriber<@Nullable Void> {
  /** Receives the body, once. */
  @FunctionalInterface
  interface Listener {
    void finished(byte[] bytes, boolean complete);
  }

  private final int limit;
  private final Listener listener;
  private final Object lock = new Object();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private boolean finished;

  BoundedBodySubscriber(int limit, Listener listener) {
    this.limit = limit;
    this.listener = listener;
  }

  /** Stops reading and passes on the bytes read so far. */
  void truncate() {
    finish(false);
    Subscription active;
    synchronized (lock) {
      active = subscription;
    }
    if (active != null) {
      active.cancel();
    }
  }

  private void finish(boolean complete) {
    byte[] bytes;
    synchronized (lock) {
      if (finished) {
        return;
      }
      finished = true;
      bytes = read.toByteArray();
    }
    listener.finished(bytes, complete);
    done.complete(null);
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    synchronized (lock) {
      this.subscription = subscription;
    }
    subscription.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    boolean tooLong = false;
    synchronized (lock) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[Math.min(buffer.remaining(), limit - read.size())];
        buffer.get(bytes);
        read.writeBytes(bytes);
        tooLong |= buffer.hasRemaining();
      }
    }
    if (tooLong) {
      truncate();
    } else {
      requestNext();
    }
  }

  private void requestNext() {
    Subscription active;
    synchronized (lock) {
      active = finished ? null : subscription;
    }
    if (active != null) {
      active.request(1);
    }
  }

  /** The body is incomplete, but the status is valid. */
  @Override
  public void onError(Throwable failure) {
    finish(false);
  }

  @Override
  public void onComplete() {
    finish(true);
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return done;
  }
}
