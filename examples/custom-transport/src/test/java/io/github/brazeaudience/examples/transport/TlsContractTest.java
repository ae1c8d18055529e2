package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

/** The contract over HTTP/1.1 and TLS, with a client of the application. */
class TlsContractTest extends BrazeTransportContract {
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @Override
  protected BrazeTransport newTransport() {
    return JdkHttpBrazeTransport.using(IDENTITY.client(HttpClient.Version.HTTP_1_1));
  }

  @Override
  protected SSLContext serverTls() {
    return IDENTITY.server();
  }
}
