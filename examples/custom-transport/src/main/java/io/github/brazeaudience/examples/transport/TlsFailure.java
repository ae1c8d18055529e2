package io.github.brazeaudience.examples.transport;

import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Detects failures of the TLS handshake. If the connection ends during the handshake, the client
 * may request the body although the handshake failed; without keys it sends no byte of the body.
 */
final class TlsFailure {
  /** Maximum number of causes to examine, because causes can form a cycle. */
  private static final int MAX_CAUSES = 32;

  private TlsFailure() {}

  /**
   * Returns true if the handshake failed. False for later TLS failures, because the request may
   * have been sent.
   */
  static boolean inHandshake(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .limit(MAX_CAUSES)
        .anyMatch(cause -> cause instanceof SSLHandshakeException || isNoTls(cause));
  }

  /** Message about the first bytes of a server that does not use TLS. */
  private static boolean isNoTls(Throwable failure) {
    return failure instanceof SSLException
        && String.valueOf(failure.getMessage()).startsWith("Unrecognized SSL message");
  }
}
