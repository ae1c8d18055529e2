package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ReceivedRequestTest {
  @Test
  void received_request_equalsSentRequest() {
    try (FakeBraze braze = FakeBraze.start()) {
      TrackClient client = new TrackClient(braze);
      String body = "{\"attributes\":[{\"external_id\":\"ü\"}]}";
      HttpRequest request =
          client
              .request()
              .header("X-Two", "1")
              .header("X-Two", "2")
              .POST(BodyPublishers.ofString(body))
              .build();

      client.send(request);

      ReceivedRequest received = braze.received().get(0);
      assertThat(received.index()).isZero();
      assertThat(received.connection()).isZero();
      assertThat(received.method()).isEqualTo("POST");
      assertThat(received.path()).isEqualTo("/users/track");
      assertThat(received.protocol()).isEqualTo("HTTP/1.1");
      assertThat(received.header("CONTENT-TYPE")).hasValue("application/json");
      assertThat(received.headerValues("x-two")).containsExactly("1", "2");
      assertThat(received.header("x-three")).isEmpty();
      assertThat(received.bodyText()).isEqualTo(body);
      assertThat(received.body()).hasSize(body.length() + 1);
      assertThat(received.bodySize()).isEqualTo(body.length() + 1);
      assertThat(received)
          .hasToString(
              String.format(
                  Locale.ROOT,
                  "ReceivedRequest[0: POST /users/track, %d bytes]",
                  body.length() + 1));
    }
  }

  @Test
  void received_moreThanKept_returnsMostRecentAndCountsAll() {
    try (FakeBraze braze = FakeBraze.builder().keepRequests(2).start()) {
      TrackClient client = new TrackClient(braze);
      for (int i = 0; i < 5; i++) {
        client.accepted("{\"external_id\":\"u\"}");
      }

      assertThat(braze.received()).extracting(ReceivedRequest::index).containsExactly(3, 4);
      assertThat(braze.requests()).isEqualTo(5);
      assertThat(braze.connections()).isEqualTo(1);
    }
  }

  @Test
  void received_noneKept_isEmpty() {
    try (FakeBraze braze = FakeBraze.builder().keepRequests(0).start()) {
      new TrackClient(braze).accepted("{\"external_id\":\"u\"}");

      assertThat(braze.received()).isEmpty();
      assertThat(braze.requests()).isEqualTo(1);
    }
  }
}
