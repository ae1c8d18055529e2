package io.github.brazeaudience.examples.transport;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import org.jspecify.annotations.Nullable;

/** Response body up to a limit. After a failure the bytes read before it are available. */
final class BoundedBody implements BodySubscriber<@Nullable Void> {
  /** Takes the body, once. */
  @FunctionalInterface
  interface Reader {
    void read(byte[] bytes, boolean whole);
  }

  private final int limit;
  private final Reader reader;
  private final Object lock = new Object();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();
  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private @Nullable Subscription subscription;
  private boolean ended;

  BoundedBody(int limit, Reader reader) {
    this.limit = limit;
    this.reader = reader;
  }

  /** Stops reading and keeps the bytes read so far. */
  void cut() {
    end(false);
    Subscription begun;
    synchronized (lock) {
      begun = subscription;
    }
    if (begun != null) {
      begun.cancel();
    }
  }

  private void end(boolean whole) {
    byte[] bytes;
    synchronized (lock) {
      if (ended) {
        return;
      }
      ended = true;
      bytes = read.toByteArray();
    }
    reader.read(bytes, whole);
    end.complete(null);
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
      cut();
    } else {
      request();
    }
  }

  private void request() {
    Subscription begun;
    synchronized (lock) {
      begun = ended ? null : subscription;
    }
    if (begun != null) {
      begun.request(1);
    }
  }

  /** The body broke off; the status is there and counts. */
  @Override
  public void onError(Throwable failure) {
    end(false);
  }

  @Override
  public void onComplete() {
    end(true);
  }

  @Override
  public CompletionStage<@Nullable Void> getBody() {
    return end;
  }
}
