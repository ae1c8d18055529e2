package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;
import javax.net.ssl.SSLContext;
import okhttp3.Protocol;

/** Contract over HTTP/1.1 and TLS, with a borrowed client. */
class TlsContractTest extends BrazeTransportContract {
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @Override
  protected BrazeTransport newTransport() {
    return OkHttpBrazeTransport.using(IDENTITY.client(Protocol.HTTP_1_1));
  }

  @Override
  protected SSLContext serverTls() {
    return IDENTITY.server();
  }
}
