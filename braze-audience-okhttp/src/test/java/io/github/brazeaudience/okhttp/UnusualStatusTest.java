package io.github.brazeaudience.okhttp;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.AudienceForwarder;
import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.BrazeEndpoints;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RetryPolicy;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Responses that OkHttp does not hand over: their status counts anyway. */
@Timeout(60)
class UnusualStatusTest {
  private static final RetryPolicy TWO_ATTEMPTS =
      RetryPolicy.defaults()
          .withMaxAttempts(2)
          .withBackoff(Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(1));

  /** Responds to every request with the same bytes and closes the connection. */
  private static void serve(ServerSocket server, String answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        StringBuilder head = new StringBuilder();
        while (!head.toString().endsWith("\r\n\r\n")) {
          head.append((char) in.readUnsignedByte());
        }
        String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
        in.readFully(new byte[Integer.parseInt(length)]);
        socket.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
      } catch (IOException e) {
        assertThat(server.isClosed()).as("only the end of the test ends the server").isTrue();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "204 No Content, '', '', Unconfirmed, UNREADABLE_ANSWER, 2",
    "204 No Content, Content-Length: 5, later, Unconfirmed, UNREADABLE_ANSWER, 2",
    "204 No Content, Content-Length: 0, later, Unconfirmed, UNREADABLE_ANSWER, 2",
    "205 Reset Content, Content-Length: 0, '', Unconfirmed, UNREADABLE_ANSWER, 2",
    "205 Reset Content, Content-Length: 5, later, Unconfirmed, UNREADABLE_ANSWER, 2",
    "407 Proxy Authentication Required, Content-Length: 0, '', NotSent, ENDPOINT_REFUSED, 1",
    "999 Odd, Content-Length: 0, '', Unconfirmed, UNREADABLE_ANSWER, 2",
  })
  void forward_unusualStatus_isReadByItsStatus(
      String status, String header, String body, String outcome, Reason reason, int attempts)
      throws Exception {
    String head = "HTTP/1.1 " + status + "\r\nConnection: close\r\n";
    String answer = head + (header.isEmpty() ? "" : header + "\r\n") + "\r\n" + body;
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread thread = new Thread(() -> serve(server, answer));
      thread.setDaemon(true);
      thread.start();
      UserOutcome seen = forward(server.getLocalPort());

      assertThat(seen.getClass().getSimpleName()).isEqualTo(outcome);
      assertThat(seen.reason()).contains(reason);
      assertThat(seen.attempts()).isEqualTo(attempts);
      assertThat(seen.message()).contains(status.substring(0, 3));
    }
  }

  private static UserOutcome forward(int port) {
    BrazeAudienceConfig config =
        BrazeAudienceConfig.builder()
            .restApiKey("test-key")
            .endpoints(BrazeEndpoints.ofCleartextLoopback("127.0.0.1:" + port))
            .build();
    try (AudienceForwarder forwarder =
        AudienceForwarder.builder(config, OkHttpBrazeTransport.create())
            .retryPolicy(TWO_ATTEMPTS)
            .build()) {
      var update = MembershipSnapshot.of(UserProfile.ofCustomerId("u-1"), Audience.of(1));
      return forwarder.forward(List.of(update)).outcomes().get(0);
    }
  }
}
