package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.event.ForwarderListener;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import java.io.IOException;
import java.util.OptionalInt;

/** A Braze and what stands before it. As a listener it learns when the fault has had its turns. */
interface Site extends ForwarderListener, AutoCloseable {
  FakeBraze braze();

  default BrazeEndpoints endpoints() {
    return braze().endpoints();
  }

  /** The port of the proxy through which the transport connects, if any. */
  default OptionalInt proxyPort() {
    return OptionalInt.empty();
  }

  /** The transport with what the site has to put around it. */
  default BrazeTransport around(BrazeTransport transport) {
    return transport;
  }

  /** How many requests came to a server, those that the fault befell among them. */
  default int seen() {
    return braze().requests();
  }

  @Override
  default void close() throws IOException {
    braze().close();
  }
}
