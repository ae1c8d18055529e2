package io.github.brazeaudience.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.internal.wire.AttemptResult;
import io.github.brazeaudience.internal.wire.Codec;
import io.github.brazeaudience.internal.wire.RequestContext;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.payload.RequestBody;
import io.github.brazeaudience.payload.UserAttributes;
import io.github.brazeaudience.transport.TransportResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ResponseReaderTest {
  private static final class FailingCodec implements Codec {
    @Override
    public long maxBodyBytes(List<UserAttributes> objects) {
      throw new IllegalStateException("not encoded here");
    }

    @Override
    public RequestBody encode(List<UserAttributes> objects) {
      throw new IllegalStateException("not encoded here");
    }

    @Override
    public AttemptResult classify(
        TransportResponse response, RequestContext context, String host, Instant now) {
      throw new OutOfMemoryError("simulated");
    }
  }

  private static final class HostileException extends Exception {
    private static final long serialVersionUID = 1;

    @Override
    public synchronized Throwable getCause() {
      throw new IllegalStateException("hostile");
    }
  }

  static Stream<Arguments> ends() {
    byte[] success = "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8);
    return Stream.of(
        Arguments.of(TransportResponse.of(201, Map.of(), success), null, null),
        Arguments.of(TransportResponse.of(429, Map.of(), new byte[0]), null, Reason.RATE_LIMITED),
        Arguments.of(null, new IOException("reset"), Reason.NO_ANSWER),
        Arguments.of(null, null, Reason.NO_ANSWER),
        Arguments.of(null, new CompletionException(new HostileException()), Reason.NO_ANSWER),
        Arguments.of(null, new OutOfMemoryError("simulated"), Reason.NO_ANSWER));
  }

  @ParameterizedTest
  @MethodSource("ends")
  void read_end_hasAResultAndNeverThrows(
      @Nullable TransportResponse response, @Nullable Throwable failure, @Nullable Reason reason) {
    EngineFixture fixture = new EngineFixture();
    ResponseReader reader = new ResponseReader(fixture.codec, "rest.example.com", fixture);

    Attempt.End end = reader.read(RequestContext.track(1), response, failure);

    assertThat(end.result().reason()).isEqualTo(reason);
    assertThat(end.status().isPresent()).isEqualTo(response != null);
  }

  @ParameterizedTest
  @MethodSource("ends")
  void read_codecThatThrows_isAnUnreadableResponse(@Nullable TransportResponse response) {
    EngineFixture fixture = new EngineFixture();
    ResponseReader reader = new ResponseReader(new FailingCodec(), "rest.example.com", fixture);

    AttemptResult result = reader.read(RequestContext.track(1), response, null).result();

    assertThat(result.reason())
        .isEqualTo(response == null ? Reason.NO_ANSWER : Reason.UNREADABLE_ANSWER);
  }
}
