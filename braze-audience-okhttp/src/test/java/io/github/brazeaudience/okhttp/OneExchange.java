package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.transport.TransportException.Delivery;

/** Program for tests with another class path. */
public final class OneExchange {
  private OneExchange() {}

  /** Posts a request, fails to connect with another, and returns the status of the first. */
  public static int status(String address) throws Exception {
    try (var transport = OkHttpBrazeTransport.create()) {
      int status = Requests.answer(transport.start(Requests.to(address))).status();
      var failure = Requests.transportFailure(transport.start(Requests.to("http://braze.invalid")));
      assertThat(failure.delivery()).isEqualTo(Delivery.NOT_SENT);
      return status;
    }
  }
}
