package io.github.brazeaudience;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.brazeaudience.audience.Audience;
import io.github.brazeaudience.audience.AudienceUpdate;
import io.github.brazeaudience.audience.MembershipChange;
import io.github.brazeaudience.audience.UserProfile;
import io.github.brazeaudience.config.SendSegmentsAs;
import io.github.brazeaudience.membership.InMemoryMembershipStore;
import io.github.brazeaudience.membership.MembershipPolicy;
import io.github.brazeaudience.membership.UnknownUsers;
import io.github.brazeaudience.outcome.ForwardSummary;
import io.github.brazeaudience.outcome.UserOutcome;
import io.github.brazeaudience.policy.RateLimiter;
import io.github.brazeaudience.simulation.ExportingBraze;
import io.github.brazeaudience.simulation.LookupSimulation;
import io.github.brazeaudience.simulation.ScriptedResponse;
import io.github.brazeaudience.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests a stream while some of its users are looked up or read back. */
class StreamRoomTest {
  private static final ExportingBraze.Script STALLED =
      (lookup, devices) -> ScriptedResponse.of(201, "").withLatency(Duration.ofSeconds(29));

  /** The updates that a stream has pulled and that have no outcome yet. */
  private static final class Outstanding implements Iterator<AudienceUpdate> {
    private final Iterator<AudienceUpdate> updates;
    private int now;
    private int max;

    Outstanding(Iterator<AudienceUpdate> updates) {
      this.updates = updates;
    }

    @Override
    public boolean hasNext() {
      return updates.hasNext();
    }

    @Override
    public AudienceUpdate next() {
      max = Math.max(max, ++now);
      return updates.next();
    }

    void ended(UserOutcome unused) {
      now--;
    }
  }

  /** Alternates with updates of as many users that are written at once. */
  private static Iterator<AudienceUpdate> alternating(List<AudienceUpdate> waiting) {
    List<AudienceUpdate> users = Simulation.users(waiting.size());
    List<AudienceUpdate> updates = new ArrayList<>(2 * waiting.size());
    for (int i = 0; i < waiting.size(); i++) {
      updates.add(waiting.get(i));
      updates.add(users.get(i));
    }
    return updates.iterator();
  }

  /** Counts the outcomes of a stream in its first 20 seconds. */
  private static int early(LookupSimulation simulation, Iterator<AudienceUpdate> updates) {
    int[] early = {0};
    ForwardSummary summary =
        simulation.forwarder.forwardAll(
            updates,
            outcome -> {
              if (simulation.time.elapsed().compareTo(Duration.ofSeconds(20)) < 0) {
                early[0]++;
              }
            });
    assertThat(summary.updates()).isEqualTo(20_000);
    assertThat(summary.accepted()).isGreaterThanOrEqualTo(10_000);
    return early[0];
  }

  @Test
  void forwardAll_stalledLookups_delayNoOtherUser() {
    LookupSimulation simulation = new LookupSimulation(STALLED);

    assertThat(early(simulation, alternating(LookupSimulation.devices(10_000)))).isEqualTo(10_000);
  }

  @Test
  void forwardAll_readBacksWaitForTheirRateLimit_delayNoOtherUser() {
    LookupSimulation simulation =
        new LookupSimulation(
            (readBack, users) -> null,
            builder ->
                builder
                    .readBackRateLimiter(RateLimiter.of(1, Duration.ofSeconds(10)))
                    .membership(
                        InMemoryMembershipStore.create(),
                        MembershipPolicy.defaults().withUnknownUsers(UnknownUsers.READ_BACK)),
            config -> config.sendSegmentsAs(SendSegmentsAs.SINGLE_ATTRIBUTE));
    List<AudienceUpdate> changes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      changes.add(
          MembershipChange.of(
              UserProfile.ofCustomerId("unknown-" + i), List.of(Audience.of(1)), List.of()));
    }

    assertThat(early(simulation, alternating(changes)))
        .as("the others, and the users read back in 20 seconds")
        .isBetween(10_000, 10_200);
  }

  @Test
  void forwardAll_moreLookupsThanRoom_pullsNoMoreUntilSomeEnd() {
    LookupSimulation simulation = new LookupSimulation((lookup, devices) -> null);
    int devices = StreamRoom.MAX_EXPORTING + 5_000;
    Outstanding outstanding = new Outstanding(LookupSimulation.devices(devices).iterator());

    ForwardSummary summary = simulation.forwarder.forwardAll(outstanding, outstanding::ended);

    assertThat(summary.rejected()).isEqualTo(devices);
    assertThat(outstanding.max)
        .isBetween(StreamRoom.MAX_EXPORTING, StreamRoom.MAX_EXPORTING + 2_400);
  }
}
