package io.github.brazeaudience.examples.transport;

import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Detects failures of the TLS handshake. The client may subscribe to the body even though the
 * handshake has failed, if the server closes the connection during the handshake. Nothing of the
 * body is sent in that case, because there are no keys.
 */
final class TlsFailure {
  private TlsFailure() {}

  /**
   * Returns true if the handshake failed. After later TLS failures the request may have arrived.
   */
  static boolean inHandshake(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .anyMatch(cause -> cause instanceof SSLHandshakeException || isNotTls(cause));
  }

  /** Recognizes the exception for a server that does not speak TLS. */
  private static boolean isNotTls(Throwable failure) {
    return failure instanceof SSLException
        && String.valueOf(failure.getMessage()).startsWith("Unrecognized SSL message");
  }
}
