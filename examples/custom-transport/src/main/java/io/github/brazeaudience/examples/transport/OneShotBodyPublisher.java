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
 * Request body that the client can obtain once. The client requests it after connecting and
 * completing the TLS handshake. If the exchange ends before that, Braze received nothing.
 */
final class OneShotBodyPublisher implements BodyPublisher {
  private enum State {
    WAITING,
    STARTED,
    STOPPED
  }

  private final BodyPublisher body;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  OneShotBodyPublisher(TransportRequest request) {
    this.body = BodyPublishers.ofByteArray(request.body());
  }

  /**
   * Prevents the body from being sent.
   *
   * @return true if the body cannot be sent any more; false for an empty body, which the client may
   *     not request at all
   */
  boolean stop() {
    boolean stopped =
        state.compareAndSet(State.WAITING, State.STOPPED) || state.get() == State.STOPPED;
    return stopped && contentLength() > 0;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    if (state.compareAndSet(State.WAITING, State.STARTED)) {
      body.subscribe(subscriber);
    } else {
      subscriber.onSubscribe(new NoOpSubscription());
      subscriber.onError(new IOException("the request is sent once, if it was not aborted before"));
    }
  }

  private static final class NoOpSubscription implements Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
