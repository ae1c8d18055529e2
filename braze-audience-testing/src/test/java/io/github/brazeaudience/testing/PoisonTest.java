package io.github.brazeaudience.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PoisonTest {
  private static final String POISONED = "{\"external_id\":\"poisoned\",\"a\":1}";
  private static final String GOOD = "{\"external_id\":\"good\",\"a\":1}";

  private final FakeBraze braze = FakeBraze.start();
  private final TrackClient client = new TrackClient(braze);

  @AfterEach
  void stop() {
    braze.close();
  }

  @Test
  void named_oneUserOfRequest_isReportedAndOthersAreApplied() {
    braze.poison("poisoned", Poison.named("EMAIL_BAD_FORMAT"));

    HttpResponse<String> response = client.attributes(GOOD, POISONED);

    assertThat(response.statusCode()).isEqualTo(201);
    assertThat(TrackClient.errors(response))
        .isEqualTo(
            List.of(Map.of("type", "EMAIL_BAD_FORMAT", "input_array", "attributes", "index", 1L)));
    assertThat(braze.profile("good")).isPresent();
    assertThat(braze.profile("poisoned")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 500})
  void wholeRequest_containingTheUser_isRejectedWithoutNamingAUser(int status) {
    braze.poison("poisoned", Poison.wholeRequest(status));

    HttpResponse<String> response = client.attributes(GOOD, POISONED);

    assertThat(response.statusCode()).isEqualTo(status);
    assertThat(TrackClient.json(response).keySet()).isEqualTo(Set.of("message"));
    assertThat(braze.profiles()).isEmpty();
    client.accepted(GOOD);
  }

  @Test
  void wholeRequest_withErrorType_namesTheUserAndAppliesNothing() {
    braze.poison("poisoned", Poison.wholeRequest(400, "it is not valid"));

    HttpResponse<String> response = client.attributes(GOOD, POISONED, GOOD);

    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(TrackClient.errors(response))
        .isEqualTo(
            List.of(Map.of("type", "it is not valid", "input_array", "attributes", "index", 1L)));
    assertThat(braze.profiles()).isEmpty();
  }

  @Test
  void heal_poisonedUser_isAcceptedAgain() {
    braze.poison("poisoned", Poison.wholeRequest(500)).heal("poisoned");

    client.accepted(POISONED);
  }
}
