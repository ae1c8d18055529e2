package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.util.OptionalInt;

/**
 * A Braze and the gateway or proxy before it, if any. The listener observes when faulty attempts
 * end.
 */
interface TestBed extends ForwarderListener, AutoCloseable {
  FakeBraze braze();

  default BrazeEndpoints endpoints() {
    return braze().endpoints();
  }

  /** {@return the port of the proxy for the transport, if there is one} */
  default OptionalInt proxyPort() {
    return OptionalInt.empty();
  }

  /** {@return the transport with the wrapper that the fault needs} */
  default BrazeTransport decorate(BrazeTransport transport) {
    return transport;
  }

  /** {@return the number of requests that reached a server, including faulty ones} */
  default int receivedRequests() {
    return braze().requests();
  }

  @Override
  default void close() throws IOException {
    braze().close();
  }
}
