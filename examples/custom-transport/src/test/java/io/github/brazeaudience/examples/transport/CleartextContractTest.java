package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.testing.contract.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;

/** The contract over HTTP/1.1 in cleartext, with the transport's own client. */
class CleartextContractTest extends BrazeTransportContract {
  @Override
  protected BrazeTransport newTransport() {
    return JdkHttpBrazeTransport.create();
  }
}
