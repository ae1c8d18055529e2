package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Faults of connections, and requests that are stalled or held. */
class ConnectionFaultTest extends FaultFixture {
  private static final String BODY = "{\"attributes\":[" + OBJECT + "]}";
  private static final Duration LONG = Duration.ofSeconds(30);

  static Stream<Arguments> breaks() {
    return Stream.of(
        arguments(Fault.closeConnection(), false),
        arguments(Fault.answerLost(), true),
        arguments(Fault.halfAnswer(), true));
  }

  @ParameterizedTest
  @MethodSource("breaks")
  void next_connectionFault_returnsNoResponse(Fault fault, boolean applied) {
    braze.next(fault);

    assertThatExceptionOfType(UncheckedIOException.class)
        .isThrownBy(() -> client.attributes(OBJECT));

    assertApplied(applied);
    assertThat(braze.requests()).isEqualTo(1);
    assertThat(client.attributes(OBJECT).statusCode()).isEqualTo(201);
    assertThat(braze.connections()).isEqualTo(2);
  }

  @Test
  void next_connectionFault_closesTheConnectionOfTheRequest() {
    client.accepted(OBJECT);
    braze.next(Fault.closeConnection());

    assertThatThrownBy(() -> client.attributes(OBJECT)).isInstanceOf(UncheckedIOException.class);

    assertThat(braze.received()).extracting(ReceivedRequest::connection).containsExactly(0, 0);
  }

  @Test
  void next_closeAfterAnswer_sendsTheResponseAndClosesTheConnection() throws IOException {
    braze.next(Fault.closeAfterAnswer());
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), braze.port())) {
      socket.setSoTimeout((int) LONG.toMillis());
      String request =
          String.format(
                  Locale.ROOT,
                  """
          POST /users/track HTTP/1.1
          Host: localhost
          Authorization: Bearer %s
          Content-Type: application/json
          Content-Length: %d

          %s""",
                  braze.restApiKey().reveal(),
                  BODY.length(),
                  BODY)
              .replace("\n", "\r\n");
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));

      String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 201 ").endsWith(SUCCESS);
      assertThat(answer.toLowerCase(Locale.ROOT)).doesNotContain("connection: close");
    }
    assertApplied(true);
  }

  @Test
  void dropConnections_nextConnections_areClosedBeforeARequest() {
    braze.dropConnections(1);

    assertThatThrownBy(() -> client.attributes(OBJECT)).isInstanceOf(UncheckedIOException.class);

    assertThat(braze.droppedConnections()).isEqualTo(1);
    assertThat(braze.requests()).isZero();
    client.accepted(OBJECT);
  }

  @Test
  void next_stall_hasNoResponseUntilClose() throws Exception {
    braze.next(Fault.stall());
    CompletableFuture<HttpResponse<String>> stalled = client.postAsync(BODY);
    assertThat(braze.awaitRequests(1, LONG)).isTrue();

    assertThat(client.attributes("{\"external_id\":\"v\"}").statusCode()).isEqualTo(201);
    assertThat(stalled).isNotDone();
    braze.close();

    assertThatThrownBy(() -> stalled.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasRootCauseInstanceOf(IOException.class);
    assertApplied(false);
  }

  @Test
  void next_stallAfterApplying_changesTheProfile() throws Exception {
    braze.next(Fault.stall().afterApplying());
    CompletableFuture<HttpResponse<String>> stalled = client.postAsync(BODY);
    assertThat(braze.awaitRequests(1, LONG)).isTrue();

    client.accepted("{\"external_id\":\"v\"}");
    braze.close();

    assertThatThrownBy(() -> stalled.get(30, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertApplied(true);
  }

  @Test
  void next_heldRequests_areInFlightTogetherUntilReleased() throws Exception {
    CompletableFuture<String> gate = new CompletableFuture<>();
    braze.next(5, Fault.none().heldUntil(gate));
    List<CompletableFuture<HttpResponse<String>>> answers =
        IntStream.range(0, 5).mapToObj(i -> client.postAsync(BODY)).toList();

    assertThat(braze.awaitRequests(5, LONG)).isTrue();
    assertApplied(false);
    assertThat(answers).noneMatch(CompletableFuture::isDone);
    gate.complete("go");

    for (CompletableFuture<HttpResponse<String>> answer : answers) {
      assertThat(answer.get(30, TimeUnit.SECONDS).statusCode()).isEqualTo(201);
    }
    assertApplied(true);
    assertThat(braze.mostRequestsInHand()).isEqualTo(5);
  }

  @Test
  void close_heldRequest_isNotAppliedAndHasNoResponse() throws Exception {
    braze.next(Fault.none().heldUntil(new CompletableFuture<>()));
    CompletableFuture<HttpResponse<String>> held = client.postAsync(BODY);
    assertThat(braze.awaitRequests(1, LONG)).isTrue();

    braze.close();

    assertThatThrownBy(() -> held.get(30, TimeUnit.SECONDS)).isInstanceOf(ExecutionException.class);
    assertApplied(false);
  }

  @Test
  void awaitRequests_timeout_returnsFalse() throws Exception {
    assertThat(braze.awaitRequests(1, Duration.ofMillis(1))).isFalse();
  }
}
