package io.github.brazeaudience.okhttp;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;

/** Contract over HTTP/1.1 in cleartext, with the transport's own client. */
class CleartextContractTest extends BrazeTransportContract {
  @Override
  protected BrazeTransport newTransport() {
    return OkHttpBrazeTransport.create();
  }
}
