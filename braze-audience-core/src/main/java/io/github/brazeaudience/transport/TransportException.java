package io.github.brazeaudience.transport;

import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Failure of an exchange that ended without a response. The message has no keys or user data. */
public final class TransportException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Indicates whether any part of the request can have reached the server. */
  public enum Delivery {
    /** Nothing was sent: unknown host, refused connection, failed TLS handshake. */
    NOT_SENT,
    /** Sending had begun; the server may have processed the request. */
    UNKNOWN
  }

  private final Delivery delivery;

  private final @Nullable ConnectFailure connectFailure;

  private final boolean permanent;

  public TransportException(String message, Delivery delivery) {
    this(message, delivery, null, false, null);
  }

  public TransportException(String message, Delivery delivery, Throwable cause) {
    this(message, delivery, null, false, cause);
  }

  /**
   * Creates the exception for a failed connection attempt with a known cause. Nothing was sent.
   *
   * @param cause the exception of the HTTP library, or null
   */
  public TransportException(
      String message, ConnectFailure connectFailure, @Nullable Throwable cause) {
    this(
        message,
        Delivery.NOT_SENT,
        Objects.requireNonNull(connectFailure, "connectFailure"),
        false,
        cause);
  }

  private TransportException(
      String message,
      Delivery delivery,
      @Nullable ConnectFailure connectFailure,
      boolean permanent,
      @Nullable Throwable cause) {
    super(message, cause);
    this.delivery = Objects.requireNonNull(delivery, "delivery");
    this.connectFailure = connectFailure;
    this.permanent = permanent;
  }

  /**
   * Creates the exception for a failure that would repeat on retry, such as a bug in the
   * application's interceptor. The forwarder ends the call and includes the message in the
   * outcomes.
   *
   * @param message what happened and what to fix, without keys and user data
   */
  public static TransportException permanent(
      String message, Delivery delivery, @Nullable Throwable cause) {
    return new TransportException(message, delivery, null, true, cause);
  }

  /** {@return NOT_SENT if certainly no part of the request reached the server} */
  public Delivery delivery() {
    return delivery;
  }

  /** {@return why the transport could not connect, empty if unknown or if it did connect} */
  public Optional<ConnectFailure> connectFailure() {
    return Optional.ofNullable(connectFailure);
  }

  /** {@return true if it was made by {@link #permanent}: a retry fails the same way} */
  public boolean isPermanent() {
    return permanent;
  }
}
