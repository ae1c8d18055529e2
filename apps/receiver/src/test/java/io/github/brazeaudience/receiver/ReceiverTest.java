package io.github.brazeaudience.receiver;

import static io.github.brazeaudience.receiver.Messages.add;
import static io.github.brazeaudience.receiver.Messages.change;
import static io.github.brazeaudience.receiver.Messages.delete;
import static io.github.brazeaudience.receiver.Messages.profile;
import static io.github.brazeaudience.receiver.Messages.sample;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.testing.BrazeProfile;
import io.github.brazeaudience.testing.FakeBraze;
import io.github.brazeaudience.testing.Fault;
import io.github.brazeaudience.testing.Poison;
import io.github.brazeaudience.testing.ReceivedRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests from a posted message to the profile, with every behavior of Braze. */
@Timeout(300)
class ReceiverTest {
  private static final Duration LONG = Duration.ofSeconds(100);

  @TempDir Path directory;
  private final FakeBraze braze = FakeBraze.builder().keepRequests(1_000).start();

  @AfterEach
  void close() {
    braze.close();
  }

  private RunningReceiver start() {
    return new RunningReceiver(directory, braze);
  }

  private Object attribute(String user, String name) {
    return braze.profile(user).flatMap(profile -> profile.attribute(name)).orElse(null);
  }

  /** Waits until Braze has seen what makes it true. */
  private void await(BooleanSupplier condition) throws InterruptedException {
    long end = System.nanoTime() + LONG.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime() - end).as("nanoseconds too late").isNegative();
      var unused = braze.awaitRequests(braze.requests() + 1, Duration.ofMillis(20));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3.0", "3.2.0"})
  void post_rawSample_getsAResponseAndIsForwarded(String version) {
    try (RunningReceiver receiver = start()) {
      HttpResponse<String> answer =
          receiver.post(sample("raw-" + version + "-AudienceMembershipChangeRequest.json"));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
      assertThat(answer.body())
          .startsWith("{\"type\":\"audience_membership_change_response\",\"id\":\"")
          .endsWith("\"firehose_version\":\"3.2.0\",\"suspend_subscription\":false}");
    }
    BrazeProfile profile = braze.profile("customer-" + version).orElseThrow();
    assertThat(profile.attribute("In Example Audience Name")).contains(true);
    assertThat(profile.attribute("In Example Audience Name 4")).contains(false);
    assertThat(profile.email()).contains("user-" + version + "@example.com");
  }

  @ParameterizedTest
  @CsvSource({
    "firehose-2.3.0-AudienceMembershipChangeRequest.json, '\"type\":\"audience_membership_change_response\",\"id\":\"54d76afe-39d2-4ee4-bfba-180a194f3d40\"'",
    "firehose-3.2.0-AudienceMembershipChangeRequest.json, '\"type\":\"audience_membership_change_response\",\"id\":\"1317071d-3342-4e1e-a691-84bd7e762bda\"'",
    "firehose-noop-verification.json, '\"type\":\"audience_membership_change_response\",\"id\":\"61414618-9724-40ef-b03c-f646c95552a8\"'",
    "firehose-3.2.0-AudienceSubscriptionRequest.json, '\"type\":\"audience_subscription_response\",\"id\":\"416d2087-8b21-476d-95da-1b78a7f44261\"'",
    "firehose-3.2.0-AudienceMembershipChangeResponse.json, '\"id\":\"37aaa608-8da9-410e-ae6d-cac914591089\"'",
    "firehose-3.2.0-AudienceSubscriptionResponse.json, '\"id\":\"944530fe-4b61-4b74-a7b2-b9da238dd764\"'",
    "firehose-3.2.0-AudienceMembershipChangeRequest_schema.json, '\"id\":\"urn:jsonschema:com:mparticle:sdk:model:audienceprocessing:AudienceMembershipChangeRequest\"'"
  })
  void post_publishedSample_responseHasItsId(String name, String start) {
    try (RunningReceiver receiver = start()) {
      HttpResponse<String> answer = receiver.post(sample(name));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.body()).startsWith("{" + start);
    }
  }

  @Test
  void post_whileBrazeStalls_getsAResponse() throws InterruptedException {
    CompletableFuture<Void> released = new CompletableFuture<>();
    braze.script(request -> Fault.none().heldUntil(released));
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-1", 7));
      assertThat(braze.awaitRequests(1, LONG)).isTrue();

      receiver.take(add("u-2", 7));
      receiver.take(delete("u-1", 7));

      assertThat(braze.profiles()).isEmpty();
      released.complete(null);
      await(() -> Boolean.FALSE.equals(attribute("u-1", "In A7")));
    }
    assertThat(attribute("u-2", "In A7")).isEqualTo(true);
  }

  @Test
  void post_moreThanTheQueueCapacity_getsAResponseAndIsForwardedLater()
      throws InterruptedException {
    CompletableFuture<Void> released = new CompletableFuture<>();
    braze.script(request -> Fault.none().heldUntil(released));
    int messages = 150;
    int profiles = 100;
    try (RunningReceiver receiver = start()) {
      for (int m = 0; m < messages; m++) {
        String prefix = "u-" + m + "-";
        receiver.take(
            change(
                IntStream.range(0, profiles)
                    .mapToObj(user -> profile(prefix + user, "add", 7))
                    .toArray(String[]::new)));
      }
      assertThat(braze.profiles()).isEmpty();
      released.complete(null);
      await(() -> braze.profiles().size() == messages * profiles);
    }
  }

  @Test
  void post_manyAtOnce_allGetAResponseAndAreForwarded() throws InterruptedException {
    int messages = 500;
    try (RunningReceiver receiver = start()) {
      List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
      for (int i = 0; i < messages; i++) {
        answers.add(receiver.postAsync(add("u-" + i, 7)));
      }
      assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
      await(() -> braze.profiles().size() == messages);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 401, 404})
  void outage_thenRecovery_endsInTheLastStateOfEachUser(int status) throws InterruptedException {
    braze.script(request -> Fault.status(status));
    try (RunningReceiver receiver = start()) {
      for (int user = 0; user < 20; user++) {
        receiver.take(add("u-" + user, 7));
      }
      assertThat(braze.awaitRequests(3, LONG)).isTrue();
      for (int user = 0; user < 20; user++) {
        receiver.take(delete("u-" + user, 7));
        receiver.take(add("u-" + user, 8));
      }
      braze.script(request -> Fault.none());
      await(
          () ->
              IntStream.range(0, 20)
                  .allMatch(
                      user ->
                          Boolean.TRUE.equals(attribute("u-" + user, "In A8"))
                              && Boolean.FALSE.equals(attribute("u-" + user, "In A7"))));
    }
    try (RunningReceiver again = start()) {
      assertThat(again.notices()).isEmpty();
    }
  }

  /** The response to the first write is lost repeatedly; the second write must not overtake it. */
  @Test
  void unconfirmedUpdate_isForwardedAgainBeforeLaterOnesOfItsUser() throws InterruptedException {
    braze.script(request -> request.index() < 7 ? Fault.closeConnection() : Fault.none());
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-1", 7));
      assertThat(braze.awaitRequests(1, LONG)).isTrue();
      receiver.take(delete("u-1", 7));
      await(() -> Boolean.FALSE.equals(attribute("u-1", "In A7")));
    }
    assertThat(attribute("u-1", "In A7")).isEqualTo(false);
  }

  @Test
  void userThatBreaksRequests_keepsNobodyElse() throws InterruptedException {
    braze.poison("u-bad", Poison.wholeRequest(500));
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-bad", 7));
      receiver.take(change(profile("u-bad", "delete", 7), profile("u-0", "add", 7)));
      for (int user = 1; user < 100; user++) {
        receiver.take(add("u-" + user, 7));
      }
      await(() -> braze.profiles().size() == 100);
      assertThat(braze.profile("u-bad")).isEmpty();

      braze.heal("u-bad");
      await(() -> Boolean.FALSE.equals(attribute("u-bad", "In A7")));
    }
  }

  @Test
  void start_afterAnEndDuringAnOutage_forwardsTheJournalFirstAndInOrder()
      throws InterruptedException {
    braze.script(request -> Fault.status(503));
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-1", 7));
      receiver.take(delete("u-1", 7));
      receiver.take(add("u-1", 7));
      receiver.take(add("u-2", 8));
      assertThat(braze.awaitRequests(1, LONG)).isTrue();
    }
    assertThat(braze.profiles()).isEmpty();
    int before = braze.requests();
    braze.script(request -> Fault.none());

    try (RunningReceiver receiver = start()) {
      assertThat(receiver.notices())
          .contains("messages of the journal that are forwarded first: 4");
      receiver.take(delete("u-2", 8));
      await(() -> Boolean.FALSE.equals(attribute("u-2", "In A8")));
    }

    assertThat(attribute("u-1", "In A7")).isEqualTo(true);
    List<String> bodies =
        braze.received().stream()
            .filter(request -> request.index() >= before)
            .map(ReceivedRequest::bodyText)
            .toList();
    assertThat(bodies.get(0)).contains("\"In A7\":true");
  }

  @Test
  void start_afterAllWasFinal_forwardsNothing() {
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-1", 7));
      receiver.take(change("{}", "7", profile("", "add", 7)));
    }
    int before = braze.requests();

    try (RunningReceiver receiver = start()) {
      assertThat(receiver.notices()).isEmpty();
    }
    assertThat(braze.requests()).isEqualTo(before);
  }

  @Test
  void rejectedUpdates_areLoggedWithTheirReasonsAndNoIdentity() {
    try (RunningReceiver receiver = start()) {
      receiver.take(change("{}", profile("u-secret", "add", 7).replace("\"A7\"", "\" \"")));
      receiver.end();
      assertThat(receiver.notices())
          .anyMatch(notice -> notice.contains("updates rejected (NO_IDENTIFIER): 1"))
          .anyMatch(notice -> notice.contains("updates rejected (INVALID_AUDIENCE): 1"))
          .noneMatch(notice -> notice.contains("u-secret"));
    }
  }

  /** Ids forge no lines, hold no escape sequences for a terminal, and fill no disk. */
  @Test
  void idOfAMessage_inTheLog_isOneBoundedPrintableLine() {
    String id = "m\\n[ERROR] forged\\r\\u001b[2J\\u009b31m\\u202e\\u2028" + "x".repeat(1 << 20);
    try (RunningReceiver receiver = start()) {
      receiver.take(
          "{\"type\":\"audience_membership_change_request\",\"id\":\"%s\",\"user_profiles\":[{}]}"
              .replace("%s", id));
      receiver.end();
      assertThat(receiver.notices())
          .singleElement()
          .asString()
          .contains("of message \"m\\u{a}[ERROR] forged")
          .hasSizeLessThan(1_000)
          .matches("[ -~]+");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void permanentError_suspendsUntilARequestSucceeds(int status) throws InterruptedException {
    braze.script(request -> Fault.status(status));
    try (RunningReceiver receiver = start()) {
      assertThat(receiver.post(add("u-1", 7)).body()).endsWith("\"suspend_subscription\":false}");
      await(() -> suspended(receiver));

      braze.script(request -> Fault.none());
      await(() -> !suspended(receiver));
    }
    assertThat(attribute("u-1", "In A7")).isEqualTo(true);
  }

  private static boolean suspended(RunningReceiver receiver) {
    return receiver
        .post(sample("firehose-noop-verification.json"))
        .body()
        .endsWith("\"suspend_subscription\":true}");
  }

  @Test
  void temporaryError_doesNotSuspend() throws InterruptedException {
    braze.script(request -> Fault.status(503));
    try (RunningReceiver receiver = start()) {
      receiver.take(add("u-1", 7));
      assertThat(braze.awaitRequests(3, LONG)).isTrue();
      assertThat(suspended(receiver)).isFalse();
    }
  }

  @Test
  void sameMessageAgain_isAnsweredAndUndoesNothing() throws InterruptedException {
    String first = add("u-1", 7);
    try (RunningReceiver receiver = start()) {
      receiver.take(first);
      await(() -> Boolean.TRUE.equals(attribute("u-1", "In A7")));
      receiver.take(delete("u-1", 7));
      receiver.take(first);
      await(() -> Boolean.FALSE.equals(attribute("u-1", "In A7")));
    }
    assertThat(attribute("u-1", "In A7")).isEqualTo(false);
  }

  @Test
  void sameMessageAgainAfterARestart_undoesNothing() throws InterruptedException {
    String first = add("u-1", 7);
    braze.script(request -> Fault.status(503));
    try (RunningReceiver receiver = start()) {
      receiver.take(first);
      receiver.take(delete("u-1", 7));
    }
    braze.script(request -> Fault.none());
    try (RunningReceiver receiver = start()) {
      receiver.take(first);
      await(() -> Boolean.FALSE.equals(attribute("u-1", "In A7")));
    }
    assertThat(attribute("u-1", "In A7")).isEqualTo(false);
  }

  /** Without an id, a second delivery looks like a second message. */
  @Test
  void equalMessagesWithoutId_allCount() throws InterruptedException {
    String add = add("u-1", 7).replaceFirst("\"id\":\"[^\"]*\",", "");
    try (RunningReceiver receiver = start()) {
      receiver.take(add);
      await(() -> Boolean.TRUE.equals(attribute("u-1", "In A7")));
      receiver.take(delete("u-1", 7));
      await(() -> Boolean.FALSE.equals(attribute("u-1", "In A7")));
      receiver.take(add);
      await(() -> Boolean.TRUE.equals(attribute("u-1", "In A7")));
    }
  }
}
