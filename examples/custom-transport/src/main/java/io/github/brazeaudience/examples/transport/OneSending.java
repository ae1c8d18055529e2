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
 * A body that the client gets once. It asks for it when the connection is there and TLS is agreed;
 * until then nothing that Braze could act upon has left, and an exchange that ends there was never
 * sent.
 */
final class OneSending implements BodyPublisher {
  private enum State {
    WAITING,
    BEGUN,
    NEVER
  }

  private final BodyPublisher body;
  private final AtomicReference<State> state = new AtomicReference<>(State.WAITING);

  OneSending(TransportRequest request) {
    this.body = BodyPublishers.ofByteArray(request.body());
  }

  /**
   * Keeps the request from being sent.
   *
   * @return whether that is certain, which it is not of an empty body: the client may do without
   *     asking for it
   */
  boolean stop() {
    boolean never = state.compareAndSet(State.WAITING, State.NEVER) || state.get() == State.NEVER;
    return never && contentLength() > 0;
  }

  @Override
  public long contentLength() {
    return body.contentLength();
  }

  @Override
  public void subscribe(Subscriber<? super ByteBuffer> subscriber) {
    if (state.compareAndSet(State.WAITING, State.BEGUN)) {
      body.subscribe(subscriber);
    } else {
      subscriber.onSubscribe(new Nothing());
      subscriber.onError(new IOException("the request is sent once, if it was not aborted before"));
    }
  }

  private static final class Nothing implements Subscription {
    @Override
    public void request(long n) {}

    @Override
    public void cancel() {}
  }
}
