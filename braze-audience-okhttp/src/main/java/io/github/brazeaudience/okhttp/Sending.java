package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.transport.ConnectFailure;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether anything of an exchange may have been sent. An interceptor of the application may
 * replace the request, copy the body, or send it with another client, so the exchange counts as not
 * sent only if the body was never read, or if it was read and OkHttp failed to connect.
 * Thread-safe.
 */
final class Sending {
  /** UNREAD and READ turn into BEGUN or NEVER, which are final. */
  private enum State {
    UNREAD,
    READ,
    BEGUN,
    NEVER
  }

  private final AtomicReference<State> state = new AtomicReference<>(State.UNREAD);
  private volatile boolean connecting;
  private volatile @Nullable Throwable connectFailure;
  private volatile @Nullable ConnectFailure identified;

  /** Records that the body is about to be read. Returns false if the exchange has ended unsent. */
  boolean mayRead() {
    return state.compareAndSet(State.UNREAD, State.READ) || state.get() != State.NEVER;
  }

  /** Records that the request is about to be written. Returns false if it has ended unsent. */
  boolean mayBegin() {
    while (true) {
      State now = state.get();
      if (now == State.NEVER || now == State.BEGUN) {
        return now == State.BEGUN;
      }
      if (state.compareAndSet(now, State.BEGUN)) {
        return true;
      }
    }
  }

  /** {@return true if neither the body was read nor a request written} */
  boolean isUntouched() {
    return state.get() == State.UNREAD;
  }

  /** Records that OkHttp starts to look for a connection. */
  void connectStarts() {
    connecting = true;
  }

  /** Records that OkHttp has a response. */
  void connected() {
    connecting = false;
  }

  /**
   * Records that OkHttp ended without a response.
   *
   * @param identified the cause of a failure to connect, null if unknown
   */
  void connectFails(Throwable failure, @Nullable ConnectFailure identified) {
    this.identified = identified;
    connectFailure = failure;
    connecting = false;
  }

  /** {@return the cause of a failure to connect that the exchange ended with, or null} */
  @Nullable ConnectFailure identified(Throwable failure) {
    return isConnecting(failure) ? identified : null;
  }

  /**
   * Ends the exchange. After the result NOT_SENT, nothing can be sent.
   *
   * @param failure the exception, null after an abort
   */
  Delivery end(@Nullable Throwable failure) {
    while (true) {
      State now = state.get();
      if (now == State.NEVER) {
        return Delivery.NOT_SENT;
      }
      if (now == State.BEGUN || (now == State.READ && !isConnecting(failure))) {
        return Delivery.UNKNOWN;
      }
      if (state.compareAndSet(now, State.NEVER)) {
        return Delivery.NOT_SENT;
      }
    }
  }

  /** An interceptor can wrap OkHttp's exception, and OkHttp can wrap an interceptor's exception. */
  private boolean isConnecting(@Nullable Throwable failure) {
    if (failure == null) {
      return connecting;
    }
    Throwable connect = connectFailure;
    return connect != null && Causes.of(failure).anyMatch(cause -> cause == connect);
  }
}
