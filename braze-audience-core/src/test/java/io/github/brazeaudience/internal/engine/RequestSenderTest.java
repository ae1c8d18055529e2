package io.github.brazeaudience.internal.engine;

import static io.github.brazeaudience.internal.engine.EngineFixture.SECOND;
import static io.github.brazeaudience.transport.TransportException.Delivery.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.brazeaudience.event.AttemptFinished;
import io.github.brazeaudience.internal.engine.EngineFixture.SentRequest;
import io.github.brazeaudience.transport.TransportException;
import io.github.brazeaudience.transport.TransportResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RequestSenderTest {
  private static final TransportResponse SUCCESS =
      TransportResponse.of(
          201, Map.of(), "{\"message\":\"success\"}".getBytes(StandardCharsets.UTF_8));

  private final EngineFixture fixture = new EngineFixture();
  private final List<String> results = new ArrayList<>();
  private final SerialExecutor executor =
      new SerialExecutor(fixture, fixture, Runnable::run, () -> {});
  private final RequestSender sender =
      new RequestSender(
          fixture.settings(),
          fixture.codec,
          executor,
          (batch, request, result) ->
              results.add(request + " " + result.getClass().getSimpleName()));

  private Batch batch(long deadlineSeconds) {
    return fixture.batch(
        fixture.admission(), fixture.call(CallDeadline.at(deadlineSeconds * SECOND)), 2);
  }

  private SentRequest sent(int index) {
    return fixture.sent.get(index);
  }

  @Test
  void send_response_isHandledOnceAndEndsTheRequest() {
    Batch batch = batch(300);
    assertThat(sender.send(batch)).isTrue();
    assertThat(batch.isInFlight()).isTrue();
    assertThat(sender.inFlight()).isEqualTo(1);

    sent(0).response.complete(SUCCESS);
    sent(0).abort();

    assertThat(results).containsExactly("1 Delivered");
    assertThat(batch.isInFlight()).isFalse();
    assertThat(sender.inFlight()).isZero();
    assertThat(fixture.events).containsExactly("attemptStarted", "attemptFinished");
  }

  @ParameterizedTest
  @CsvSource({"300, 30", "20, 20"})
  void send_deadline_limitsTheTimeout(long deadlineSeconds, long timeoutSeconds) {
    sender.send(batch(deadlineSeconds));

    assertThat(sent(0).request.timeout()).isEqualTo(Duration.ofSeconds(timeoutSeconds));
    assertThat(sender.nextWakeNanos())
        .isEqualTo(timeoutSeconds * SECOND + RequestSender.GRACE.toNanos());
  }

  @Test
  void expire_requestWithoutEnd_isAbortedAndCountsAsFailed() {
    sender.send(batch(300));
    sender.expire(35 * SECOND - 1);
    assertThat(results).isEmpty();
    sender.expire(35 * SECOND);

    assertThat(sent(0).aborted).isTrue();
    assertThat(results).containsExactly("1 Failure");
  }

  @Test
  void abort_transportThatReportsTheEnd_isHandledOnce() {
    Batch batch = batch(300);
    sender.send(batch);
    sender.abort(batch);
    sender.abort(batch);

    assertThat(batch.isAborted()).isTrue();
    assertThat(results).containsExactly("1 Failure");
  }

  @Test
  void send_schedulerRejectsTheTimeout_startsNothing() {
    fixture.rejectsTasks = true;
    Batch batch = batch(300);

    assertThat(sender.send(batch)).isFalse();
    assertThat(fixture.sent).isEmpty();
    assertThat(batch.isInFlight()).isFalse();
  }

  static Stream<Arguments> encoderErrors() {
    TransportResponse none = null;
    return Stream.of(
        Arguments.of(none, new OutOfMemoryError("simulated"), "1 NotEncoded"),
        Arguments.of(none, new TransportException("no answer", UNKNOWN), "1 NotEncoded"),
        Arguments.of(none, new IllegalStateException("simulated"), "1 NotEncoded"),
        Arguments.of(SUCCESS, null, "1 Delivered"));
  }

  /** A transport may report another exception than that of the encoder. */
  @ParameterizedTest
  @MethodSource("encoderErrors")
  void send_encoderThrows_isNotEncodedUnlessThereIsAResponse(
      @Nullable TransportResponse response, @Nullable Throwable failure, String expected) {
    Batch batch = failingBatch(batch(300));
    sender.send(batch);
    assertThatThrownBy(sent(0).request::contentLength).isInstanceOf(StackOverflowError.class);
    if (failure == null) {
      sent(0).response.complete(response);
    } else {
      sent(0).response.completeExceptionally(failure);
    }

    assertThat(results).containsExactly(expected);
    assertThat(batch.isInFlight()).isFalse();
  }

  private static Batch failingBatch(Batch batch) {
    Batch.Request request =
        new Batch.Request(
            batch.request().context(),
            0,
            () -> {
              throw new StackOverflowError();
            });
    return new Batch(batch.source(), batch.call(), batch.writes(), request, batch.deadlineNanos());
  }

  @Test
  void send_transportReadsTheBody_eventHasItsSize() {
    sender.send(batch(300));
    int bytes = sent(0).request.body().length;
    sent(0).response.complete(SUCCESS);
    sender.send(batch(300));
    sent(1).response.complete(SUCCESS);

    assertThat(fixture.finished)
        .extracting(AttemptFinished::bytes)
        .containsExactly((long) bytes, 0L);
  }

  @Test
  void handling_handlerThrows_keepsTheResultUntilItIsRecorded() {
    RequestSender failing =
        new RequestSender(
            fixture.settings(),
            fixture.codec,
            executor,
            (batch, request, result) -> {
              throw new IllegalStateException("a bug");
            });
    Batch batch = batch(300);
    failing.send(batch);
    sent(0).response.complete(SUCCESS);

    assertThat(failing.handling()).isSameAs(batch);
    assertThat(failing.handlingResult()).isNotNull();
    assertThat(batch.writes()).allMatch(write -> write.isInFlight());
    failing.handled();
    assertThat(failing.handling()).isNull();
    assertThat(batch.writes()).noneMatch(write -> write.isInFlight());
  }
}
