package io.github.brazeaudience.examples.transport;

import io.github.brazeaudience.transport.TransportRequest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Program that the tests run on another class path. */
public final class OneExchange {
  private OneExchange() {}

  /** Posts once and returns the status. */
  public static int status(String address) throws Exception {
    TransportRequest request =
        TransportRequest.post(
            URI.create(address), Map.of(), List.of("{}".getBytes(StandardCharsets.UTF_8)));
    try (var transport = JdkHttpBrazeTransport.create()) {
      return transport
          .start(request)
          .response()
          .toCompletableFuture()
          .get(30, TimeUnit.SECONDS)
          .status();
    }
  }
}
