package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipSnapshot;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.outcome.ForwardReport;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests that identities quoted in responses do not get into messages. */
class RedactionOfResponsesTest {
  private static final List<String> SECRETS =
      List.of("jane", "doe", "mallory", "b-4711", "test-key");

  private static AudienceUpdate update(String id, String email) {
    return MembershipSnapshot.of(
        UserProfile.builder().customerId(id).email(email).brazeId("b-4711").build(),
        Audience.of(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"user jane is invalid\",\"index\":0}",
        "{\"type\":\"user jane and mallory x are alike\",\"index\":0}",
        "{\"type\":\"email doe at home is no email\",\"index\":0}",
        "\"user jane is invalid\"",
        "{\"type\":\"no profile b-4711 exists\",\"index\":0}",
        "{\"type\":\"not allowed with key test-key\",\"index\":0}",
        "\"not allowed with key Test-Key\"",
        "{\"type\":\"jane, mallory x\",\"index\":7}",
        "{\"type\":\"jane, mallory x\",\"input_array\":\"events\",\"index\":0}",
      })
  void forward_responseQuotesIdentities_noMessageShowsThem(String error) {
    for (int status : new int[] {201, 400, 401, 500}) {
      Simulation simulation =
          new Simulation(
              1,
              (request, objects) ->
                  request > 0
                      ? ScriptedResponse.of(201, SimulatedBraze.SUCCESS)
                      : ScriptedResponse.of(
                          status, "{\"message\":\"success\",\"errors\":[" + error + "]}"),
              builder -> builder);
      ForwardReport report =
          simulation.forwarder.forward(
              List.of(update("jane", "doe at home"), update("mallory x", "m@doe.example")));

      String all =
          report.outcomes().stream().map(UserOutcome::message).toList()
              + report.outcomes().toString()
              + report.unattributedErrors()
              + report;
      assertThat(SECRETS).noneMatch(secret -> all.toLowerCase(Locale.ROOT).contains(secret));
      if (status == 201 && error.contains("events")) {
        assertThat(report.accepted()).isEqualTo(2);
        assertThat(report.unattributedErrors()).hasSize(1);
      }
    }
  }
}
