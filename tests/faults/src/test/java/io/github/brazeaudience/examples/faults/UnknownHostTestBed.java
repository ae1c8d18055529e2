package io.github.brazeaudience.examples.faults;

import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.transport.BrazeTransport;
import io.github.brazeaudience.transport.Exchange;
import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A Braze whose host is unknown during the first requests. The first requests go to a host that
 * does not exist, because not every client supports a custom DNS.
 */
record UnknownHostTestBed(FakeBraze braze, int times) implements TestBed {
  private static final URI UNKNOWN_HOST = URI.create("https://braze.invalid/users/track");

  @Override
  public BrazeTransport decorate(BrazeTransport transport) {
    AtomicInteger starts = new AtomicInteger();
    return new BrazeTransport() {
      @Override
      public Exchange start(TransportRequest request) {
        return transport.start(
            starts.getAndIncrement() >= times
                ? request
                : TransportRequest.post(UNKNOWN_HOST, request.headers(), request.bodyParts())
                    .withTimeout(request.timeout()));
      }

      @Override
      public void close() {
        transport.close();
      }
    };
  }
}
