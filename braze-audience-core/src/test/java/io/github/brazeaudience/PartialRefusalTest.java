package io.github.brazeaudience;

import static io.github.brazeaudience.simulation.SimulatedBraze.SUCCESS;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.PushPlatform;
import io.github.brazeaudience.audience.PushToken;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.NotSent;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.Rejected;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.policy.RetryPolicy;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.ScriptedResponse.Effect;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import io.github.brazeaudience.transport.TransportException.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the outcomes when Braze refuses some users or push tokens of a request. */
class PartialRefusalTest {
  private static final ScriptedResponse REFUSED = ScriptedResponse.failure(Delivery.NOT_SENT);
  private static final ScriptedResponse OK = ScriptedResponse.of(201, SUCCESS);

  private static AudienceUpdate withToken(String id, long audience) {
    UserProfile user =
        UserProfile.builder()
            .customerId(id)
            .pushToken(PushToken.of(PushPlatform.IOS, "token-of-" + id))
            .build();
    return MembershipSnapshot.of(user, Audience.of(audience));
  }

  /** Refuses requests that contain a poison user and names all users with push tokens. */
  private static ScriptedResponse poisonAndTokens(
      List<Map<String, Object>> objects, Set<String> poison) {
    if (objects.stream().anyMatch(object -> poison.contains(SimulatedBraze.user(object)))) {
      return ScriptedResponse.of(400, "{\"message\":\"Bad Request\"}");
    }
    List<String> errors = new ArrayList<>();
    for (int i = 0; i < objects.size(); i++) {
      if (objects.get(i).containsKey("push_tokens")) {
        errors.add("{\"type\":\"BAD_PUSH_TOKEN_VALUE\",\"index\":" + i + "}");
      }
    }
    int status = errors.size() == objects.size() ? 400 : 201;
    return ScriptedResponse.of(
        status, "{\"message\":\"success\",\"errors\":[" + String.join(",", errors) + "]}");
  }

  @Test
  void forward_badTokensAndPoisonUsers_affectsOnlyTheirUsers() {
    List<AudienceUpdate> updates = new ArrayList<>();
    for (int i = 0; i < 75; i++) {
      updates.add(i % 3 == 0 ? withToken("u-" + i, i + 1) : Simulation.update("u-" + i, i + 1));
    }
    Simulation simulation =
        new Simulation(
            1,
            BrazeAudienceConfig.builder().restApiKey("test-key").apiKey("app").build(),
            (request, objects) -> poisonAndTokens(objects, Set.of("u-4", "u-9")),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(updates);

    assertThat(report.outcomes())
        .filteredOn(Rejected.class::isInstance)
        .extracting(UserOutcome::index)
        .containsExactly(4L, 9L);
    assertThat(report.accepted()).isEqualTo(73);
    assertThat(report.dataPoints()).isEqualTo(73);
    assertThat(report.outcomes())
        .filteredOn(o -> o instanceof Accepted accepted && accepted.withoutPushTokens())
        .hasSize(24);
  }

  @ParameterizedTest
  @CsvSource({"201, Unconfirmed, NAMED_BY_BRAZE", "400, NotSent, UNREACHABLE"})
  void forward_badTokenThenNoConnection_isUnconfirmedIfTheRequestWasAccepted(
      int status, String outcome, Reason reason) {
    String named = "[{\"type\":\"BAD_PUSH_TOKEN_VALUE\",\"index\":0}]";
    Simulation simulation =
        new Simulation(
            1,
            BrazeAudienceConfig.builder().restApiKey("test-key").apiKey("app").build(),
            (request, objects) ->
                request == 0
                    ? ScriptedResponse.of(
                        status, "{\"message\":\"success\",\"errors\":" + named + "}")
                    : REFUSED,
            builder -> builder.retryPolicy(RetryPolicy.defaults().withMaxAttempts(2)));
    UserOutcome sent = simulation.forwarder.forward(List.of(withToken("u", 1))).outcomes().get(0);

    assertThat(sent.getClass().getSimpleName()).isEqualTo(outcome);
    assertThat(sent.reason()).contains(reason);
    assertThat(sent.attempts()).isEqualTo(3);
  }

  @Test
  void cancel_refusedWithOthers_keepsTheReasonOfTheLastAttempt() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) ->
                ScriptedResponse.of(
                    400, "{\"message\":\"x\",\"errors\":[{\"type\":\"t\",\"index\":0}]}"),
            builder -> builder.rateLimiter(RateLimiter.of(1, Duration.ofMinutes(1))));
    var call = simulation.forwarder.forwardAsync(Simulation.users(2));
    simulation.time.advance(Duration.ofSeconds(1));
    call.cancel();

    UserOutcome other = call.report().toCompletableFuture().join().outcomes().get(1);
    assertThat(other).isInstanceOf(NotSent.class);
    assertThat(other.reason()).contains(Reason.REQUEST_REFUSED);
    assertThat(other.attempts()).isEqualTo(1);
  }

  @Test
  void forward_onlyBadTokensToWrite_isRejected() {
    UserProfile user =
        UserProfile.builder()
            .customerId("u-1")
            .pushToken(PushToken.of(PushPlatform.IOS, "t"))
            .build();
    Simulation simulation =
        new Simulation(
            1,
            BrazeAudienceConfig.builder()
                .restApiKey("test-key")
                .apiKey("app")
                .sendSegmentsAs(SendSegmentsAs.ONE_ATTRIBUTE_PER_SEGMENT)
                .build(),
            (request, objects) -> poisonAndTokens(objects, Set.of()),
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(List.of(MembershipSnapshot.of(user)));

    assertThat(report.outcomes().get(0).reason()).contains(Reason.NAMED_BY_BRAZE);
    assertThat(report.requests()).isEqualTo(1);
  }

  @Test
  void forward_namedOn400InsideASplit_rejectsOnlyTheNamedAndTheIsolatedUser() {
    Simulation simulation =
        new Simulation(
            1,
            (request, objects) -> {
              List<String> users = objects.stream().map(SimulatedBraze::user).toList();
              if (users.contains("u-70")) {
                return ScriptedResponse.of(413, "");
              }
              int named = users.indexOf("u-5");
              return named < 0
                  ? OK
                  : ScriptedResponse.of(
                          400,
                          "{\"message\":\"x\",\"errors\":[{\"type\":\"EMAIL_BAD_FORMAT\","
                              + "\"input_array\":\"attributes\",\"index\":"
                              + named
                              + "}]}")
                      .withEffects(Map.of(named, Effect.NAMED));
            },
            builder -> builder);
    ForwardReport report = simulation.forwarder.forward(Simulation.users(75));

    assertThat(report.outcomes().get(5).reason()).contains(Reason.NAMED_BY_BRAZE);
    assertThat(report.outcomes().get(70).reason()).contains(Reason.REQUEST_REFUSED);
    assertThat(report.accepted()).isEqualTo(73);
    assertThat(report.dataPoints()).isEqualTo(73);
    assertThat(report.requests()).isLessThanOrEqualTo(1 + 14 + 1);
    simulation.assertConsistent(report.outcomes(), 75);
  }

  @Test
  void forward_onePoisonUser_needsAtMostFifteenMoreRequests() {
    for (int poisoned = 0; poisoned < 75; poisoned++) {
      String poison = "u-" + poisoned;
      Simulation simulation =
          new Simulation(
              1,
              (request, objects) ->
                  objects.stream().anyMatch(o -> SimulatedBraze.user(o).equals(poison))
                      ? ScriptedResponse.of(400, "")
                      : OK,
              builder -> builder);
      ForwardReport report = simulation.forwarder.forward(Simulation.users(75));

      assertThat(report.rejected()).isEqualTo(1);
      assertThat(report.requests()).as("poison user %s", poison).isLessThanOrEqualTo(16);
    }
  }
}
