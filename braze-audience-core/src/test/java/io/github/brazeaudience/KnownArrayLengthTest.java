package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.BrazeAudienceConfig;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.outcome.Accepted;
import io.github.brazeaudience.outcome.Reason;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.SimulatedBraze;
import io.github.brazeaudience.simulation.Simulation;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests the limit of the array if only changes are known for a user, with at most five elements.
 * Braze drops the oldest elements beyond the maximum length of an attribute without an error.
 */
class KnownArrayLengthTest {
  private final InMemoryMembershipStore store = InMemoryMembershipStore.create();

  private Simulation simulation(SendSegmentsAs mode) {
    return new Simulation(
        1,
        BrazeAudienceConfig.builder()
            .restApiKey("key")
            .sendSegmentsAs(mode)
            .arrayMaxLength(5)
            .build(),
        (request, objects) -> ScriptedResponse.of(201, SimulatedBraze.SUCCESS),
        builder -> builder.membership(store).storeExecutor(Runnable::run));
  }

  private static UserOutcome change(
      Simulation simulation, List<Audience> entered, List<Audience> left) {
    AudienceUpdate update = MembershipChange.of(UserProfile.ofCustomerId("u"), entered, left);
    return simulation.forwarder.forward(List.of(update)).outcomes().get(0);
  }

  private static List<Audience> audiences(long first, long last) {
    return LongStream.rangeClosed(first, last)
        .mapToObj(id -> Audience.of(id, "Name " + id))
        .toList();
  }

  @ParameterizedTest
  @EnumSource(names = {"ARRAY_ATTRIBUTE", "ARRAY_AND_PER_SEGMENT"})
  void forward_changesWithMoreElementsThanTheArrayTakes_rejectsTheOneBeyond(SendSegmentsAs mode) {
    Simulation simulation = simulation(mode);
    assertThat(change(simulation, audiences(1, 3), List.of())).isInstanceOf(Accepted.class);
    assertThat(change(simulation, audiences(4, 5), List.of())).isInstanceOf(Accepted.class);

    UserOutcome beyond = change(simulation, audiences(6, 6), List.of());

    assertThat(beyond.reason()).contains(Reason.TOO_MANY_ELEMENTS);
    assertThat(beyond.message()).contains("would have 6 elements").contains("at most 5");
  }

  @Test
  void forward_fullArrayAndAChangeThatAddsAsManyAsItRemoves_isAccepted() {
    Simulation simulation = simulation(SendSegmentsAs.ARRAY_ATTRIBUTE);
    change(simulation, audiences(1, 5), List.of());

    assertThat(change(simulation, audiences(6, 7), audiences(1, 2))).isInstanceOf(Accepted.class);
    assertThat(change(simulation, audiences(8, 8), List.of()).reason())
        .contains(Reason.TOO_MANY_ELEMENTS);
    assertThat(change(simulation, List.of(), audiences(3, 3))).isInstanceOf(Accepted.class);
    assertThat(change(simulation, audiences(8, 8), List.of())).isInstanceOf(Accepted.class);
  }

  /** The elements that are written again are counted once. */
  @Test
  void forward_entersKnownAudiencesOfAFullArray_isNotRejected() {
    Simulation simulation = simulation(SendSegmentsAs.ARRAY_ATTRIBUTE);
    change(simulation, audiences(1, 5), List.of());

    assertThat(change(simulation, audiences(3, 5), audiences(9, 9))).isInstanceOf(Accepted.class);
  }
}
