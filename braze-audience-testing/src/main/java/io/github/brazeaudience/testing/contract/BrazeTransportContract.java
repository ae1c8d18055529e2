package io.github.brazeaudience.testing.contract;

import io.github.brazeaudience.transport.BrazeTransport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * JUnit Jupiter suite for implementations of {@link BrazeTransport}. The test of a transport
 * extends it:
 *
 * <pre>{@code
 * class MyTransportTest extends BrazeTransportContract {
 *   @Override
 *   protected BrazeTransport newTransport() {
 *     return new MyTransport();
 *   }
 * }
 * }</pre>
 *
 * <p>The suite starts its own servers on the loopback interface. It requires that a transport
 *
 * <ul>
 *   <li>posts the given headers and bytes once, with a {@code Content-Length} and without chunked
 *       encoding, without retries and without following redirects;
 *   <li>returns immediately from {@link BrazeTransport#start}, without throwing an exception;
 *   <li>returns every status as a response, with the body decompressed;
 *   <li>reads no more of a body than the request allows, and returns the status with the partial
 *       body if the body is too long, truncated or late;
 *   <li>reports NOT_SENT if and only if nothing was sent: unknown host, refused or stalled
 *       connection, failed or stalled TLS handshake;
 *   <li>completes an exchange within its timeout, or soon after it was aborted or the transport was
 *       closed;
 *   <li>leaves no non-daemon thread after it was closed, and never prints a key or a body.
 * </ul>
 */
public abstract class BrazeTransportContract extends LifecycleContract {
  /** Creates the suite. JUnit creates one instance per test. */
  protected BrazeTransportContract() {}

  /**
   * Returns a new transport that trusts the certificate of {@link #serverTls}. The suite closes it
   * after the test.
   *
   * @throws Exception if the transport cannot be created, which fails the test
   */
  protected abstract BrazeTransport newTransport() throws Exception;

  /**
   * Returns the TLS context of the suite's servers, with a certificate for {@code localhost}, or
   * null for cleartext. Null by default.
   */
  protected @Nullable SSLContext serverTls() {
    return null;
  }

  /**
   * Returns true if the suite's servers offer HTTP/2 in the TLS handshake. Ignored without {@link
   * #serverTls}. Faults that need a raw socket use HTTP/1.1 anyway. False by default.
   */
  protected boolean http2() {
    return false;
  }

  @Override
  final BrazeTransport transportUnderTest() throws Exception {
    return newTransport();
  }

  @Override
  final @Nullable SSLContext serverTlsContext() {
    return serverTls();
  }

  @Override
  final boolean serversUseHttp2() {
    return serverTls() != null && http2();
  }
}
