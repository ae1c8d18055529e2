package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Braze whose name is not known at first. Not every client lets one say what a name stands for,
 * so the first requests go to a host that never exists.
 */
record DetourSite(FakeBraze braze, int times) implements Site {
  private static final URI NOWHERE = URI.create("https://braze.invalid/users/track");

  @Override
  public BrazeTransport around(BrazeTransport transport) {
    AtomicInteger starts = new AtomicInteger();
    return new BrazeTransport() {
      @Override
      public Exchange start(TransportRequest request) {
        return transport.start(
            starts.getAndIncrement() >= times
                ? request
                : TransportRequest.post(NOWHERE, request.headers(), request.bodyParts())
                    .withTimeout(request.timeout()));
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }
}
