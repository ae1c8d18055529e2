package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;
import javax.net.ssl.SSLContext;
import okhttp3.Protocol;

/** Contract over HTTP/2, with a borrowed client. */
class Http2ContractTest extends BrazeTransportContract {
  private static final TlsIdentity IDENTITY = new TlsIdentity();

  @Override
  protected BrazeTransport newTransport() {
    return OkHttpBrazeTransport.using(IDENTITY.client(Protocol.HTTP_2, Protocol.HTTP_1_1));
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
