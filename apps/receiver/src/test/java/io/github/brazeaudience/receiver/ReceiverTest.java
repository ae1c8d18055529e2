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
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
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

  @TempDir static Path directory;
  private static FakeBraze braze;
  private static RunningReceiver receiver;
  private static int tests;

  /** Begins the names of the users of one test. */
  private final String u = "t" + tests++ + "-";

  @BeforeAll
  static void start() {
    braze = FakeBraze.builder().keepRequests(1_000).start();
    receiver = RunningReceiver.start(directory, braze);
  }

  @AfterEach
  void end() throws InterruptedException {
    braze.script(request -> Fault.none());
    receiver.awaitEmptyOutbox();
  }

  @AfterAll
  static void close() {
    receiver.close();
    braze.close();
  }

  private Object attribute(String user, String name) {
    return receiver.attribute(user, name);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    receiver.await(condition);
  }

  private long profiles() {
    return braze.profiles().stream()
        .filter(profile -> profile.externalId().orElse("").startsWith(u))
        .count();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2.3.0", "3.2.0"})
  void post_rawSample_getsAResponseAndIsForwarded(String version) throws InterruptedException {
    HttpResponse<String> answer =
        receiver.post(sample("raw-" + version + "-AudienceMembershipChangeRequest.json"));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(answer.body())
        .startsWith("{\"type\":\"audience_membership_change_response\",\"id\":\"")
        .endsWith("\"firehose_version\":\"3.2.0\",\"suspend_subscription\":false}");
    await(() -> braze.profile("customer-" + version).isPresent());
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
    HttpResponse<String> answer = receiver.post(sample(name));

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).startsWith("{" + start);
  }

  @Test
  void post_whileBrazeStalls_getsAResponse() throws InterruptedException {
    CompletableFuture<Void> released = new CompletableFuture<>();
    braze.script(request -> Fault.none().heldUntil(released));
    int before = braze.requests();
    receiver.take(add(u + 1, 7));
    assertThat(braze.awaitRequests(before + 1, LONG)).isTrue();

    receiver.take(add(u + 2, 7));
    receiver.take(delete(u + 1, 7));

    assertThat(profiles()).isZero();
    released.complete(null);
    await(() -> Boolean.FALSE.equals(attribute(u + 1, "In A7")));
    await(() -> Boolean.TRUE.equals(attribute(u + 2, "In A7")));
  }

  @Test
  void post_manyAtOnce_allGetAResponseAndAreForwarded() throws InterruptedException {
    int messages = 300;
    List<CompletableFuture<HttpResponse<String>>> answers = new ArrayList<>();
    for (int i = 0; i < messages; i++) {
      answers.add(receiver.postAsync(add(u + i, 7)));
    }
    assertThat(answers).allMatch(answer -> answer.join().statusCode() == 200);
    await(() -> profiles() == messages);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 503, 429, 401, 404})
  void outage_thenRecovery_endsInTheLastStateOfEachUser(int status) throws InterruptedException {
    braze.script(request -> Fault.status(status));
    int before = braze.requests();
    for (int user = 0; user < 20; user++) {
      receiver.take(add(u + user, 7));
    }
    assertThat(braze.awaitRequests(before + 3, LONG)).isTrue();
    for (int user = 0; user < 20; user++) {
      receiver.take(delete(u + user, 7));
      receiver.take(add(u + user, 8));
    }
    braze.script(request -> Fault.none());
    await(
        () ->
            IntStream.range(0, 20)
                .allMatch(
                    user ->
                        Boolean.TRUE.equals(attribute(u + user, "In A8"))
                            && Boolean.FALSE.equals(attribute(u + user, "In A7"))));
  }

  /** The response to the first write is lost repeatedly; the second write must not overtake it. */
  @Test
  void unconfirmedUpdate_isForwardedAgainBeforeLaterOnesOfItsUser() throws InterruptedException {
    int before = braze.requests();
    braze.script(request -> request.index() < before + 7 ? Fault.closeConnection() : Fault.none());
    receiver.take(add(u, 7));
    assertThat(braze.awaitRequests(before + 1, LONG)).isTrue();
    receiver.take(delete(u, 7));
    receiver.awaitEmptyOutbox();
    assertThat(attribute(u, "In A7")).isEqualTo(false);
  }

  @Test
  void userThatBreaksRequests_doesNotDelayOthers() throws InterruptedException {
    braze.poison(u + "bad", Poison.wholeRequest(500));
    receiver.take(add(u + "bad", 7));
    receiver.take(change(profile(u + "bad", "delete", 7), profile(u + 0, "add", 7)));
    for (int user = 1; user < 30; user++) {
      receiver.take(add(u + user, 7));
    }
    await(() -> profiles() == 30);
    assertThat(braze.profile(u + "bad")).isEmpty();

    braze.heal(u + "bad");
    await(() -> Boolean.FALSE.equals(attribute(u + "bad", "In A7")));
  }

  @Test
  void rejectedUpdates_areLoggedWithTheirReasonsAndNoIdentity() throws InterruptedException {
    receiver.take(change("{}", profile(u + "secret", "add", 7).replace("\"A7\"", "\" \"")));
    await(
        () -> receiver.notices().stream().anyMatch(it -> it.contains("rejected (NO_IDENTIFIER)")));
    await(
        () ->
            receiver.notices().stream().anyMatch(it -> it.contains("rejected (INVALID_AUDIENCE)")));
    assertThat(receiver.notices()).noneMatch(notice -> notice.contains(u + "secret"));
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404})
  void permanentError_suspendsUntilARequestSucceeds(int status) throws InterruptedException {
    assertThat(suspended()).isFalse();
    braze.script(request -> Fault.status(status));
    receiver.take(add(u, 7));
    await(ReceiverTest::suspended);

    braze.script(request -> Fault.none());
    await(() -> !suspended());
    await(() -> Boolean.TRUE.equals(attribute(u, "In A7")));
  }

  private static boolean suspended() {
    return receiver
        .post(sample("firehose-noop-verification.json"))
        .body()
        .endsWith("\"suspend_subscription\":true}");
  }

  @Test
  void temporaryError_doesNotSuspend() throws InterruptedException {
    braze.script(request -> Fault.status(503));
    int before = braze.requests();
    receiver.take(add(u, 7));
    assertThat(braze.awaitRequests(before + 3, LONG)).isTrue();
    assertThat(suspended()).isFalse();
  }

  @Test
  void sameMessageAgain_isAnsweredAndUndoesNothing() throws InterruptedException {
    String first = add(u, 7);
    receiver.take(first);
    await(() -> Boolean.TRUE.equals(attribute(u, "In A7")));
    receiver.take(delete(u, 7));
    receiver.take(first);
    receiver.awaitEmptyOutbox();
    assertThat(attribute(u, "In A7")).isEqualTo(false);
  }

  /** Without an id, a second delivery looks like a second message. */
  @Test
  void equalMessagesWithoutId_allCount() throws InterruptedException {
    String add = add(u, 7).replaceFirst("\"id\":\"[^\"]*\",", "");
    receiver.take(add);
    await(() -> Boolean.TRUE.equals(attribute(u, "In A7")));
    receiver.take(delete(u, 7));
    await(() -> Boolean.FALSE.equals(attribute(u, "In A7")));
    receiver.take(add);
    await(() -> Boolean.TRUE.equals(attribute(u, "In A7")));
  }
}
