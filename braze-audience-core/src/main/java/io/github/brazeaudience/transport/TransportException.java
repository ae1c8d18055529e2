package io.github.brazeaudience.transport;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

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

  /** Why it could not connect, if that is known. */
  private final @Nullable ConnectFailure connectFailure;

  /**
   * A failure with no cause of its own.
   *
   * @param message what happened
   * @param delivery whether the request can have left
   */
  public TransportException(String message, Delivery delivery) {
    super(message);
    this.delivery = Objects.requireNonNull(delivery, "delivery");
    this.connectFailure = null;
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
    this.connectFailure = null;
  }

  /**
   * A failed connect whose cause the transport has identified. Nothing of the request left.
   *
   * @param message what happened
   * @param connectFailure the cause, which the forwarder names in its messages
   * @param cause what the HTTP library threw, or null
   */
  public TransportException(
      String message, ConnectFailure connectFailure, @Nullable Throwable cause) {
    super(message, cause);
    this.delivery = Delivery.NOT_SENT;
    this.connectFailure = Objects.requireNonNull(connectFailure, "connectFailure");
  }

  /**
   * Whether anything of the request can have reached the server.
   *
   * @return NOT_SENT only if that is certain
   */
  public Delivery delivery() {
    return delivery;
  }

  /**
   * Why the transport could not connect.
   *
   * @return empty if the cause is not known, or if the failure came later
   */
  public Optional<ConnectFailure> connectFailure() {
    return Optional.ofNullable(connectFailure);
  }
}
