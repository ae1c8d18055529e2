package io.github.brazeaudience.examples.transport;

import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Failures of the TLS handshake. The client may ask for the body although the handshake has failed,
 * when it takes the end of the connection for the end of the handshake; without keys nothing of the
 * body leaves.
 */
final class TlsFailure {
  /** Maximum number of causes to examine, because causes can form a cycle. */
  private static final int MAX_CAUSES = 32;

  private TlsFailure() {}

  /**
   * Whether the handshake failed. Later failures of TLS are not meant: the request may be through.
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
