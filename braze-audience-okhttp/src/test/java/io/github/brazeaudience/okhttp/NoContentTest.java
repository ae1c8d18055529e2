package io.github.brazeaudience.okhttp;

import static io.github.brazeaudience.okhttp.Requests.answer;
import static io.github.brazeaudience.okhttp.Requests.started;
import static org.assertj.core.api.Assertions.assertThat;

import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Statuses that allow no body, whose responses OkHttp rejects if they have one. */
class NoContentTest {
  @ParameterizedTest
  @ValueSource(ints = {204, 205})
  void start_noContentWithBody_isReturnedWithoutBody(int status) throws Exception {
    try (MockWebServer server = started(new MockWebServer());
        var transport = OkHttpBrazeTransport.create()) {
      server.enqueue(new MockResponse.Builder().code(status).body("{}").build());
      server.enqueue(new MockResponse.Builder().code(201).body("{}").build());

      var response = answer(transport.start(Requests.to(server)));

      assertThat(response.status()).isEqualTo(status);
      assertThat(response.bodyComplete()).isFalse();
      assertThat(answer(transport.start(Requests.to(server))).status()).isEqualTo(201);
    }
  }
}
