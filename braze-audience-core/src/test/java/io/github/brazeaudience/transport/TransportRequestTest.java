package io.github.brazeaudience.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransportRequestTest {
  private static final URI TRACK = URI.create("https://rest.example.com/users/track");
  private static final List<byte[]> PARTS = List.of("{".getBytes(UTF_8), "}".getBytes(UTF_8));

  private final AtomicInteger encodings = new AtomicInteger();

  private TransportRequest encodedLater() {
    return TransportRequest.post(
        TRACK,
        Map.of("Authorization", "Bearer secret"),
        () -> {
          encodings.incrementAndGet();
          return PARTS;
        });
  }

  private TransportRequest failing(Throwable error) {
    return TransportRequest.post(
        TRACK,
        Map.of(),
        () -> {
          encodings.incrementAndGet();
          return TransportRequestTest.<List<byte[]>, RuntimeException>sneakyThrow(error);
        });
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
  private static <T, E extends Throwable> T sneakyThrow(Throwable error) throws E {
    throw (E) error;
  }

  @Test
  void post_bodyEncodedLater_isNotEncodedUntilItIsRead() {
    TransportRequest request =
        encodedLater().withTimeout(Duration.ofSeconds(1)).withMaxResponseBytes(10);

    assertThat(request.toString()).contains("POST", "Authorization").doesNotContain("secret");
    assertThat(request.headers()).hasSize(1);
    assertThat(encodings).hasValue(0);
  }

  @Test
  void bodyParts_bodyEncodedLater_isEncodedOnceForTheRequestAndItsCopies() throws IOException {
    TransportRequest request = encodedLater();
    TransportRequest copy = request.withTimeout(Duration.ofSeconds(1));
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    request.writeBodyTo(written);

    assertThat(request.contentLength()).isEqualTo(2);
    assertThat(request.body()).isEqualTo("{}".getBytes(UTF_8)).isEqualTo(written.toByteArray());
    assertThat(copy.bodyParts()).isEqualTo(PARTS);
    assertThat(copy.withMaxResponseBytes(5).contentLength()).isEqualTo(2);
    assertThat(encodings).hasValue(1);
  }

  static Stream<Throwable> errors() {
    return Stream.of(
        new OutOfMemoryError("simulated"),
        new StackOverflowError(),
        new IllegalStateException("simulated"),
        new IOException("undeclared"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void bodyParts_encoderThrows_eachLaterReadThrowsWithoutEncoding(Throwable error) {
    TransportRequest request = failing(error);

    assertThatThrownBy(request::contentLength).isSameAs(error);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(request::bodyParts).hasCause(error);
      assertThatThrownBy(request::contentLength).hasCause(error);
      assertThatThrownBy(request::body).hasCause(error);
    }
    assertThat(encodings).hasValue(1);
  }

  @Test
  void bodyParts_encoderReturnsNull_throws() {
    TransportRequest request = TransportRequest.post(TRACK, Map.of(), () -> null);

    assertThatThrownBy(request::bodyParts).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(request::bodyParts).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void get_body_isEmpty() {
    TransportRequest request = TransportRequest.get(TRACK, Map.of());

    assertThat(request.contentLength()).isZero();
    assertThat(request.body()).isEmpty();
  }
}
