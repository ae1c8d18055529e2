package io.github.brazeaudience.testing.contract;

import io.github.brazeaudience.transport.BrazeTransport;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What is expected of every {@link BrazeTransport}, as a JUnit Jupiter suite. The test of a
 * transport extends it:
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
 * <p>The suite starts its own servers on the loopback interface. It asks that a transport
 *
 * <ul>
 *   <li>posts the given headers and bytes once, with their length and not in chunks: no retry, no
 *       redirect;
 *   <li>returns at once from {@link BrazeTransport#start}, and never throws there;
 *   <li>gives every status as an answer, with the body decompressed;
 *   <li>reads no more of a body than the request allows, and gives the status with what it has of a
 *       body that is too long, broken off, or not there when the time is over;
 *   <li>says NOT_SENT of a failure only if nothing was sent, and then does say so: unknown host,
 *       refused or stalled connection, failed or stalled TLS handshake;
 *   <li>ends an exchange within its timeout, or soon after it was aborted or the transport closed;
 *   <li>leaves no thread that keeps the JVM alive, and prints no key and no body.
 * </ul>
 *
 * <p>JUnit Jupiter is an optional dependency of this module: a build that uses this class names it
 * itself.
 */
public abstract class BrazeTransportContract extends LifecycleContract {
  /** A suite; JUnit makes one instance for each test. */
  protected BrazeTransportContract() {}

  /**
   * A transport to be tested. The suite closes it after the test.
   *
   * @return a new transport, which trusts the certificate of {@link #serverTls}
   * @throws Exception if it cannot be made, which fails the test
   */
  protected abstract BrazeTransport newTransport() throws Exception;

  /**
   * The identity of the suite's servers, with a certificate for {@code localhost}.
   *
   * @return null, unless overridden: the servers speak cleartext
   */
  protected @Nullable SSLContext serverTls() {
    return null;
  }

  /**
   * Whether the suite's servers offer HTTP/2 in the TLS handshake; without {@link #serverTls} it
   * means nothing. The faults that need a raw socket stay with HTTP/1.1.
   *
   * @return false, unless overridden
   */
  protected boolean http2() {
    return false;
  }

  @Override
  final BrazeTransport transportUnderTest() throws Exception {
    return newTransport();
  }

  @Override
  final @Nullable SSLContext identityOfServers() {
    return serverTls();
  }

  @Override
  final boolean serversSpeakHttp2() {
    return serverTls() != null && http2();
  }
}
