package io.github.brazeaudience.transport;

import java.io.IOException;
import java.util.Objects;

/** An exchange that ended without a response. Its message has neither keys nor user data in it. */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Whether anything of the request can have reached the server. */
  public enum Delivery {
    /** Nothing of the request left: the host was unknown, the connection refused, TLS failed. */
    NOT_SENT,
    /** Sending had begun, so that the server may have acted on the request. */
    UNKNOWN
  }

  /** Whether anything of the request can have reached the server. */
  private final Delivery delivery;

  /**
   * A failure with no cause of its own.
   *
   * @param message what happened
   * @param delivery whether the request can have left
   */
  public TransportException(String message, Delivery delivery) {
    super(message);
    this.delivery = Objects.requireNonNull(delivery, "delivery");
  }

  /**
   * A failure with its cause.
   *
   * @param message what happened
   * @param delivery whether the request can have left
   * @param cause what the HTTP library threw
   */
  public TransportException(String message, Delivery delivery, Throwable cause) {
    super(message, cause);
    this.delivery = Objects.requireNonNull(delivery, "delivery");
  }

  /**
   * Whether anything of the request can have reached the server.
   *
   * @return NOT_SENT only if that is certain
   */
  public Delivery delivery() {
    return delivery;
  }
}
