package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.TransportRequest;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow.Subscriber;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Publishes a request body once. The client subscribes after the connection and the TLS session are
 * established. If the exchange ends before that, the request was not sent.
 */
final class OneShotBodyPublisher implements BodyPublisher {
  private enum State {
    NOT_STARTED,
    STARTED,
    STOPPED
  }

  private final BodyPublisher body;
  private final AtomicReference<State> state = new AtomicReference<>(State.NOT_STARTED);

  OneShotBodyPublisher(TransportRequest request) {
    this.body = BodyPublishers.ofByteArray(request.body());
  }

  /**
   * Prevents the body from being sent.
   *
   * @return true if the request was not sent. For an empty body the result is always false, because
   *     the client may send the request without subscribing
   */
  boolean stop() {
    boolean stopped =
        state.compareAndSet(State.NOT_STARTED, State.STOPPED) || state.get() == State.STOPPED;
    return stopped && contentLength() > 0;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    if (state.compareAndSet(State.NOT_STARTED, State.STARTED)) {
      body.subscribe(subscriber);
    } else {
      subscriber.onSubscribe(new EmptySubscription());
      subscriber.onError(new IOException("the request was aborted or already sent"));
    }
  }

  private static final class EmptySubscription implements Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
