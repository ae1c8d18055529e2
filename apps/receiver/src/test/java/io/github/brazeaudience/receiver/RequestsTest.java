package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.receiver.http.Secret;
import io.github.brazeaudience.receiver.journal.JournalLimits;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that get a response other than mParticle's. */
@Timeout(300)
class RequestsTest {
  private static final int TOO_LARGE = (8 << 20) + 1;

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.start();

  @AfterEach
  void close() {
    braze.close();
  }

  private RunningReceiver start() {
    return new RunningReceiver(directory, braze);
  }

  private static void assertProblem(HttpResponse<String> answer, int status, String error) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"error\":\"" + error + "\",\"message\":\"")
        .endsWith("\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''|is empty",
        "not json|is not JSON",
        "{\"type\":|ends in the middle",
        "[]|is not an object",
        "{\"type\":\"audience_membership_change_request\",\"user_profiles\":7}|not an array",
        "{\"type\":\"audience_subscription_request\"}|no `audience_id`"
      })
  void post_malformed_isRefusedAndNotStored(String message, String problem) {
    try (RunningReceiver receiver = start()) {
      HttpResponse<String> answer = receiver.post(message);

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.body()).contains("\"error\":\"malformed_message\"", problem);
    }
    assertThat(directory.toFile().list()).containsExactly("lock");
    assertThat(braze.requests()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"type\":\"event_processing_request\",\"id\":\"m\",\"events\":[]}",
        "{\"type\":\"something_newer_request\"}",
        "{\"type\":\"module_registration_request\",\"id\":\"m\"}"
      })
  void post_otherType_getsAResponseAndIsNotStored(String message) {
    try (RunningReceiver receiver = start()) {
      HttpResponse<String> answer = receiver.post(message);

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).contains("\"id\":", "\"timestamp_ms\":", "\"firehose_version\":");
    }
    assertThat(directory.toFile().list()).containsExactly("lock");
  }

  /** Answered as done, a request to erase a person would be lost. */
  @Test
  void post_dataSubjectRequest_isRefused() {
    try (RunningReceiver receiver = start()) {
      assertProblem(
          receiver.post("{\"type\":\"dsr_processing_request\",\"id\":\"m\"}"),
          501,
          "unsupported_message");
    }
  }

  @Test
  void post_subscription_isLogged() {
    try (RunningReceiver receiver = start()) {
      receiver.take(sample("firehose-3.2.0-AudienceSubscriptionRequest.json"));

      assertThat(receiver.notices()).containsExactly("audience 1234: subscription ADD");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "PUT", "DELETE", "HEAD"})
  void request_otherMethodThanPost_isRefused(String method) {
    try (RunningReceiver receiver = start()) {
      HttpResponse<String> answer =
          receiver.send(receiver.requestTo().method(method, BodyPublishers.noBody()));

      assertThat(answer.statusCode()).isEqualTo(405);
      assertThat(answer.headers().firstValue("Allow")).contains("POST");
      if (!method.equals("HEAD")) {
        assertProblem(answer, 405, "method_not_allowed");
      }
    }
  }

  @Test
  void post_tooLarge_isRefusedWithOrWithoutDeclaredLength() {
    try (RunningReceiver receiver = start()) {
      byte[] large = new byte[TOO_LARGE];

      assertProblem(
          receiver.send(receiver.requestTo().POST(BodyPublishers.ofByteArray(large))),
          413,
          "message_too_large");
      assertProblem(
          receiver.send(
              receiver
                  .requestTo()
                  .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(large)))),
          413,
          "message_too_large");
      receiver.take(add("u-1", 7));
    }
  }

  @Test
  void post_inChunks_isTakenWhateverItsLength() {
    try (RunningReceiver receiver = start()) {
      for (int padding : new int[] {0, 262_000, 262_144, 1 << 20}) {
        byte[] message =
            (add("u-" + padding, 7) + " ".repeat(padding)).getBytes(StandardCharsets.UTF_8);
        HttpResponse<String> answer =
            receiver.send(
                receiver
                    .requestTo()
                    .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(message))));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }
    assertThat(braze.profiles()).hasSize(4);
  }

  @Test
  void post_journalCannotBeWritten_isToComeAgain() throws IOException {
    try (RunningReceiver receiver = start()) {
      Files.delete(directory.resolve("lock"));
      Files.delete(directory);
      HttpResponse<String> refused = receiver.post(add("u-1", 7));
      assertProblem(refused, 503, "journal_failed");
      assertThat(refused.headers().firstValue("Retry-After")).contains("30");

      Files.createDirectory(directory);
      receiver.take(add("u-1", 7));
      assertThat(receiver.notices())
          .hasSize(2)
          .first()
          .asString()
          .startsWith("the journal cannot be written");
      assertThat(receiver.notices()).last().isEqualTo("the journal is written again");
    }
    assertThat(braze.profiles()).hasSize(1);
  }

  @Test
  void post_withoutTheSecret_isRefused() {
    try (RunningReceiver receiver =
        new RunningReceiver(directory, braze, RunningReceiver.LIMITS, Secret.of("open sesame"))) {
      assertProblem(receiver.post(add("u-1", 7)), 401, "unauthorized");
      assertProblem(
          receiver.post(add("u-1", 7), Secret.HEADER, "open barley"), 401, "unauthorized");
      assertThat(receiver.post(add("u-1", 7), Secret.HEADER, "open sesame").statusCode())
          .isEqualTo(200);
    }
    assertThat(braze.profiles()).hasSize(1);
  }

  @Test
  void post_journalFull_isToComeAgainUntilThereIsRoom() throws InterruptedException {
    braze.script(request -> Fault.status(503));
    JournalLimits tiny = new JournalLimits(5_000, 1_000);
    try (RunningReceiver receiver = new RunningReceiver(directory, braze, tiny, Secret.none())) {
      int taken = 0;
      HttpResponse<String> answer = receiver.post(add("u-" + taken, 7));
      while (answer.statusCode() == 200) {
        taken++;
        answer = receiver.post(add("u-" + taken, 7));
      }
      assertThat(taken).isBetween(5, 25);
      assertProblem(answer, 503, "journal_full");
      assertThat(answer.headers().firstValue("Retry-After")).contains("30");

      braze.script(request -> Fault.none());
      String late = add("u-late", 7);
      while (receiver.post(late).statusCode() != 200) {
        assertThat(braze.requests()).isPositive();
      }
      receiver.end();
      assertThat(braze.profiles()).hasSize(taken + 1);
    }
  }
}
