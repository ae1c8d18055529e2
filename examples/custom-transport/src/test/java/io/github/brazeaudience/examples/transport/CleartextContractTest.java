package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.testing.BrazeTransportContract;
import io.github.brazeaudience.transport.BrazeTransport;

/** The contract over cleartext HTTP/1.1, with the transport's own client. */
class CleartextContractTest extends BrazeTransportContract {
  @Override
  protected BrazeTransport newTransport() {
    return JdkHttpBrazeTransport.create();
  }
}
