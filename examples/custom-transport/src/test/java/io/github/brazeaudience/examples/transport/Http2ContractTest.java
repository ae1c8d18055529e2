package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;
import java.net.http.HttpClient;
import javax.net.ssl.SSLContext;

/** The contract over HTTP/2, with a client of the application. */
class Http2ContractTest extends BrazeTransportContract {
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @Override
  protected BrazeTransport newTransport() {
    return JdkHttpBrazeTransport.using(IDENTITY.client(HttpClient.Version.HTTP_2));
  }

  @Override
  protected SSLContext serverTls() {
    return IDENTITY.server();
  }

  @Override
  protected boolean http2() {
    return true;
  }
}
